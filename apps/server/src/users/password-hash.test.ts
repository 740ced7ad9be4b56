import { describe, expect, it } from 'vitest';
import {
  createDummyHash,
  checkPasswordHash,
  hashPassword,
  verifyPassword,
} from './password-hash.js';

const cheapCost = { ln: 4, r: 8, p: 1 };

describe('a password hash', () => {
  it('matches its password however accents are composed, and no other', async () => {
    const hash = await hashPassword('caf\u00e9', cheapCost);
    expect(await verifyPassword('cafe\u0301', hash)).toBe(true);
    expect(await verifyPassword('cafe', hash)).toBe(false);
    expect(hash).not.toContain('caf');
  });

  it('differs each time, so that equal passwords cannot be recognized', async () => {
    const hashes = [await hashPassword('same', cheapCost), await hashPassword('same', cheapCost)];
    expect(hashes[0]).not.toBe(hashes[1]);
  });

  it('costs enough by default for the check of configurations', async () => {
    const hash = await hashPassword('password');
    expect(hash).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$/);
    expect(checkPasswordHash(hash)).toBeUndefined();
  });

  it('that is a dummy matches no password and costs what a real one costs', async () => {
    const dummy = createDummyHash(await hashPassword('', cheapCost));
    expect(dummy).toMatch(/^\$scrypt\$ln=4,r=8,p=1\$/);
    expect(await verifyPassword('', dummy)).toBe(false);
  });

  it('that is plain text matches nothing, not even itself', async () => {
    expect(await verifyPassword('password', 'password')).toBe(false);
  });
});

it.each([
  ['plain text', 'is no scrypt hash'],
  ['$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$aGFzaA', 'is no scrypt hash'],
  [`$scrypt$ln=10,r=8,p=1$${'a'.repeat(22)}$${'a'.repeat(43)}`, 'too little'],
  [`$scrypt$ln=20,r=32,p=1$${'a'.repeat(22)}$${'a'.repeat(43)}`, 'too much'],
  [`$scrypt$ln=15,r=8,p=99$${'a'.repeat(22)}$${'a'.repeat(43)}`, 'too much'],
])('refuses %s as the password hash of a configuration', (hash, expected) => {
  expect(checkPasswordHash(hash)).toContain(expected);
});
