import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { createServer } from '@oauth/core';
import { password } from '@oauth/grant-password';
import { memoryStore } from '@oauth/store-memory';

const digest = promisify<string, Buffer, number, Buffer>(scrypt);

interface User {
  readonly id: string;
  readonly salt: Buffer;
  readonly digest: Buffer;
}

const users = new Map<string, User>();

export async function addUser(name: string, secret: string): Promise<void> {
  const salt = randomBytes(16);
  users.set(name, { id: `user-${users.size + 1}`, salt, digest: await digest(secret, salt, 32) });
}

/** Nobody's: it costs as much to find out that a user is unknown as that a password is wrong. */
const nobody: User = { id: '', salt: randomBytes(16), digest: randomBytes(32) };

export const server = createServer({
  issuer: 'https://auth.example.com',
  clients: [
    {
      client_id: 'old-app',
      client_secret: 'a-secret-of-at-least-32-characters',
      grant_types: ['password'],
      scope: 'notes:read',
    },
  ],
  store: memoryStore(),
  plugins: [
    password({
      async authenticateUser(username, secret) {
        const user = users.get(username) ?? nobody;
        const matches = timingSafeEqual(await digest(secret, user.salt, 32), user.digest);
        return matches ? { subject: user.id } : undefined;
      },
    }),
  ],
});
