import { webApplicationServer } from '@oauth/servers';
import { memoryStore } from '@oauth/store-memory';

export const server = webApplicationServer({
  issuer: 'https://auth.example',
  clients: [
    {
      client_id: 'shop',
      client_secret: 'change-me-to-32-random-characters',
      redirect_uris: ['https://shop.example/callback'],
      grant_types: ['authorization_code', 'refresh_token'],
      scope: 'orders:read orders:write',
    },
  ],
  store: memoryStore(),
  // Your sign-in and consent: approve, deny, or show a page first.
  authorize: ({ scope }) => ({ approve: { subject: 'ann', scope } }),
});
