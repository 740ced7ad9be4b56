import { describe, expect, it } from 'vitest';
import { decoyOf, digestFault, digestPassword, verifyPassword } from './password.js';

const cheap = { ln: 4, r: 8, p: 1 };

describe('a password', () => {
  it('is the one that was digested, however its accents are composed', async () => {
    const digest = await digestPassword('caf\u00e9', cheap);
    expect(await verifyPassword('cafe\u0301', digest)).toBe(true);
    expect(await verifyPassword('cafe', digest)).toBe(false);
    expect(digest).not.toContain('caf');
  });

  it('has another digest each time', async () => {
    const digests = [await digestPassword('same', cheap), await digestPassword('same', cheap)];
    expect(digests[0]).not.toBe(digests[1]);
  });

  it('is digested at a price that is not too low by default', async () => {
    const digest = await digestPassword('password');
    expect(digest).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$/);
    expect(digestFault(digest)).toBeUndefined();
  });

  it('fits no decoy, which costs what a real digest does', async () => {
    const decoy = decoyOf(await digestPassword('', cheap));
    expect(decoy).toMatch(/^\$scrypt\$ln=4,r=8,p=1\$/);
    expect(await verifyPassword('', decoy)).toBe(false);
  });

  it('fits no text that is no digest', async () => {
    expect(await verifyPassword('password', 'password')).toBe(false);
  });
});

it.each([
  ['plain text', 'is no scrypt digest'],
  ['$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$aGFzaA', 'is no scrypt digest'],
  [`$scrypt$ln=10,r=8,p=1$${'a'.repeat(22)}$${'a'.repeat(43)}`, 'too little'],
  [`$scrypt$ln=20,r=32,p=1$${'a'.repeat(22)}$${'a'.repeat(43)}`, 'too much'],
  [`$scrypt$ln=15,r=8,p=99$${'a'.repeat(22)}$${'a'.repeat(43)}`, 'too much'],
])('refuses %s as a digest', (digest, expected) => {
  expect(digestFault(digest)).toContain(expected);
});
