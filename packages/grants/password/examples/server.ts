import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { createServer } from '@oauth/core';
import { password } from '@oauth/grant-password';
import { memoryStore } from '@oauth/store-memory';

const hashPassword = promisify<string, Buffer, number, Buffer>(scrypt);

interface User {
  readonly subject: string;
  readonly salt: Buffer;
  readonly passwordHash: Buffer;
}

const users = new Map<string, User>();

export async function addUser(username: string, secret: string): Promise<void> {
  const salt = randomBytes(16);
  const passwordHash = await hashPassword(secret, salt, 32);
  users.set(username, { subject: `user-${users.size + 1}`, salt, passwordHash });
}

/** Makes an unknown user take as long to refuse as a wrong password. */
const dummyUser: User = { subject: '', salt: randomBytes(16), passwordHash: randomBytes(32) };

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
        const user = users.get(username) ?? dummyUser;
        const hash = await hashPassword(secret, user.salt, 32);
        return timingSafeEqual(hash, user.passwordHash) ? { subject: user.subject } : undefined;
      },
    }),
  ],
});
