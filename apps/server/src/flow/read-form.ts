import type { HttpRequest } from '@oauth/core';

/** The largest form of a page, in bytes. */
const maxFormSize = 65_536;

/** Reads the form that a page posted; empty where the body is no form or too large. */
export async function readForm(request: HttpRequest): Promise<URLSearchParams> {
  const type = request.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
  const isForm = type === 'application/x-www-form-urlencoded';
  const text = isForm ? await request.text(maxFormSize) : '';
  return new URLSearchParams(text.length > maxFormSize ? '' : text);
}
