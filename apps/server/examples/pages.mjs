/** Replaces the sign-out page; `html` escapes every value, `standard` has the pages that stay. */
export default ({ html, standard }) => ({
  signOut(model) {
    const { main } = standard.signOut(model);
    return {
      title: 'Leave',
      main: html`${main}
        <p>See you soon, ${model.user.name}.</p>`,
    };
  },
});
