import { html, type Html } from './html.js';
import type { ConsentModel, Page } from './models.js';
import { alert, outside, proofField, tile } from './parts.js';

/** Asks the user what a client may do. */
export function consent(model: ConsentModel): Page {
  const { form, client, user, error, destination } = model;
  return {
    title: `${error === undefined ? '' : 'Error: '}Allow ${client.name}?`,
    main: html`<section class="card" aria-labelledby="title">
      <div class="who">
        ${tile(client)}<span class="dots" aria-hidden="true"></span
        ><span class="tile person" aria-hidden="true">${initial(user.name)}</span>
      </div>
      <h1 id="title"><strong>${client.name}</strong> wants to use your account</h1>
      ${links(model)} ${alert(error)}
      <form method="post" action="${form.action}">
        ${proofField(form)} ${scopes(model)}
        ${
          model.native &&
          html`<p class="warning">
            Anything on this device could say that it is ${client.name}. Go on only if you have just
            started it yourself.
          </p>`
        }
        <p class="small">You return to <strong>${destination}</strong>. ${remembered(model)}</p>
        <div class="actions">
          <button class="primary" type="submit" name="decision" value="approve">Allow</button>
          <button type="submit" name="decision" value="deny">Deny</button>
        </div>
        <p class="small switch">
          You are ${user.name} (${user.username}).
          <button class="link" type="submit" name="decision" value="switch">
            Use another account
          </button>
        </p>
      </form>
    </section>`,
  };
}

function links({ client }: ConsentModel): Html | undefined {
  const known = [
    outside(client.website, 'Website'),
    outside(client.privacy, 'Privacy policy'),
    outside(client.terms, 'Terms of service'),
  ].filter((link) => link !== undefined);
  if (known.length === 0) return undefined;
  return html`<ul class="links" aria-label="About ${client.name}">
    ${known.map((link) => html`<li>${link}</li>`)}
  </ul>`;
}

function scopes({ client, scopes: asked, error }: ConsentModel): Html {
  if (asked.length === 0) return html`<p>It asks for nothing but to know that you agree.</p>`;
  return html`<fieldset${error !== undefined && html` aria-describedby="error"`}>
<legend>${client.name} may</legend>
${asked.map(
  ({ name, sentence, checked }) =>
    html`<label class="scope"
      ><input type="checkbox" name="scope" value="${name}" ${checked && html` checked`} /><span
        >${sentence}<code>${name}</code></span
      ></label
    > `,
)}</fieldset>`;
}

function remembered({ remembered: time }: ConsentModel): Html {
  if (time === undefined) return html`You are asked again next time.`;
  return html`Your answer is remembered for ${time}; you can change it at any time under “Connected
  apps”.`;
}

function initial(name: string): string {
  return (Array.from(name.trim())[0] ?? '?').toUpperCase();
}
