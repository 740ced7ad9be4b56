/** Replaces the sign-out page. `html` escapes every value. */
export default ({ html, defaultPages }) => ({
  signOut(view) {
    const { main } = defaultPages.signOut(view);
    return {
      title: 'Leave',
      main: html`${main}
        <p>See you soon, ${view.user.name}.</p>`,
    };
  },
});
