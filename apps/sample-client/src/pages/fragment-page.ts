import { html } from '@oauth/app-kit/html';
import type { Page } from './page.js';

/**
 * The page that an implicit response leads to. Browsers do not send the part of the address behind
 * the #, so the page posts it to this client.
 */
export function fragmentPage(): Page {
  return {
    title: 'Implicit',
    script: '/assets/fragment.js',
    main: html`<section class="card">
      <h1>The answer is in the address</h1>
      <p class="lead">
        The access token stands behind the #. Your browser has not sent that part: legacy apps read
        it by script.
      </p>
      <form method="post" action="/implicit/callback">
        <div class="field">
          <label for="address">Without script, copy the whole address here</label>
          <textarea id="address" name="address" rows="4" required></textarea>
        </div>
        <button class="primary" type="submit">Go on</button>
      </form>
    </section>`,
  };
}

/** Posts the form by itself, and takes the token out of the address and the history. */
export const fragmentScript = `const field = document.querySelector('textarea');
if (location.hash.length > 1) {
  field.value = location.href;
  history.replaceState(null, '', location.pathname);
  field.form.submit();
}
`;
