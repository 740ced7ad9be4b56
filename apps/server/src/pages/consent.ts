import { html, type Html } from '@oauth/app-kit/html';
import { clientTile, csrfInput, errorAlert, externalLink } from './elements.js';
import type { ConsentView, Page } from './views.js';

/** Asks which scopes the user grants to a client. */
export function consentPage(view: ConsentView): Page {
  const { form, client, user, error, destination } = view;
  return {
    title: `${error === undefined ? '' : 'Error: '}Allow ${client.name}?`,
    main: html`<section class="card" aria-labelledby="title">
      <div class="who">
        ${clientTile(client)}<span class="dots" aria-hidden="true"></span
        ><span class="tile person" aria-hidden="true">${getInitial(user.name)}</span>
      </div>
      <h1 id="title"><strong>${client.name}</strong> wants to use your account</h1>
      ${clientLinks(view)} ${errorAlert(error)}
      <form method="post" action="${form.action}">
        ${csrfInput(form)} ${scopeChoices(view)}
        ${
          view.native &&
          html`<p class="warning">
            Any app on this device could pretend to be ${client.name}. Go on only if you have just
            started it yourself.
          </p>`
        }
        <p class="small">You return to <strong>${destination}</strong>. ${rememberedText(view)}</p>
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

function clientLinks({ client }: ConsentView): Html | undefined {
  const known = [
    externalLink(client.website, 'Website'),
    externalLink(client.privacy, 'Privacy policy'),
    externalLink(client.terms, 'Terms of service'),
  ].filter((link) => link !== undefined);
  if (known.length === 0) return undefined;
  return html`<ul class="links" aria-label="About ${client.name}">
    ${known.map((link) => html`<li>${link}</li>`)}
  </ul>`;
}

function scopeChoices({ client, scopes, error }: ConsentView): Html {
  if (scopes.length === 0) return html`<p>It asks for no access, only for your agreement.</p>`;
  return html`<fieldset${error !== undefined && html` aria-describedby="error"`}>
<legend>${client.name} may</legend>
${scopes.map(
  ({ name, sentence, checked }) =>
    html`<label class="scope"
      ><input type="checkbox" name="scope" value="${name}" ${checked && html` checked`} /><span
        >${sentence}<code>${name}</code></span
      ></label
    > `,
)}</fieldset>`;
}

function rememberedText({ remembered }: ConsentView): Html {
  if (remembered === undefined) return html`You are asked again next time.`;
  return html`Your answer is remembered for ${remembered}; you can change it at any time under
  “Connected apps”.`;
}

function getInitial(name: string): string {
  return (Array.from(name.trim())[0] ?? '?').toUpperCase();
}
