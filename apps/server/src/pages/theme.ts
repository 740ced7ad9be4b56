import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { html } from '@oauth/app-kit/html';
import type { HttpResponse } from '@oauth/core';
import type { PagesConfig } from '../config/config.js';
import type { Fault } from '../config/faults.js';
import { getMember } from '../config/path.js';
import { resolveAppFile } from '../paths.js';
import { createDefaultLogo, formatColourCss } from './brand-colour.js';
import { defaultPages, findUnknownPages, isPages } from './pages.js';
import type { Pages } from './views.js';

/** The operator's colours, logo, style and templates. */
export interface Theme {
  readonly brand: string;
  readonly stylesheet: Asset;
  readonly logo: Asset;
  readonly pages: Pages;
}

/** A file for pages. Its name has a digest of its content, so browsers may cache it forever. */
export interface Asset {
  readonly name: string;
  readonly response: HttpResponse;
}

/** A theme, and the faults of the configuration's files. */
export interface LoadedTheme {
  readonly theme: Theme;
  readonly faults: readonly Fault[];
}

/** Loads the files that `pages` of a configuration names; paths are relative to `folder`. */
export async function loadTheme(config: PagesConfig, folder: string): Promise<LoadedTheme> {
  const faults: Fault[] = [];
  const loadMember = async <T>(member: keyof PagesConfig, load: (file: string) => Promise<T>) => {
    const file = config[member];
    if (file === undefined) return undefined;
    try {
      return await load(resolve(folder, file));
    } catch (thrown) {
      const cause = thrown instanceof Error ? thrown.message : String(thrown);
      faults.push({ path: ['pages', member], message: `${file} cannot be used: ${cause}` });
      return undefined;
    }
  };
  const logo = await loadMember('logo', readText);
  const stylesheet = await loadMember('stylesheet', readText);
  const templates = await loadMember('templates', loadTemplates);
  const defaultStylesheet = await readText(resolveAppFile('assets/style.css'));
  const css = [defaultStylesheet, formatColourCss(config.colour), stylesheet ?? ''].join('\n');
  return {
    theme: {
      brand: config.brand,
      stylesheet: createAsset('style', 'css', 'text/css;charset=UTF-8', css),
      logo: createAsset('logo', 'svg', 'image/svg+xml', logo ?? createDefaultLogo(config.colour)),
      pages: { ...defaultPages, ...templates },
    },
    faults,
  };
}

const readText = (file: string): Promise<string> => readFile(file, 'utf8');

/** What the function of a templates module gets. */
export interface TemplateTools {
  /** Makes HTML in which every value is escaped. */
  readonly html: typeof html;
  /** The pages that the module does not replace. */
  readonly defaultPages: Pages;
}

async function loadTemplates(file: string): Promise<Partial<Pages>> {
  const module: unknown = await import(pathToFileURL(file).href);
  const createPages = getMember(module, 'default');
  if (!isTemplatesFunction(createPages))
    throw new TypeError('it has no default export that is a function');
  const pages = await createPages({ html, defaultPages });
  if (typeof pages !== 'object' || pages === null) throw new TypeError(noPagesText);
  const [unknown] = findUnknownPages(pages);
  if (unknown !== undefined)
    throw new TypeError(`${unknown} is no page; pages are ${Object.keys(defaultPages).join(', ')}`);
  if (!isPages(pages)) throw new TypeError(noPagesText);
  return pages;
}

const noPagesText = 'its function must return an object of page functions';

function isTemplatesFunction(value: unknown): value is (tools: TemplateTools) => unknown {
  return typeof value === 'function';
}

function createAsset(name: string, extension: string, type: string, body: string): Asset {
  const digest = createHash('sha256').update(body).digest('hex').slice(0, 16);
  return {
    name: `${name}-${digest}.${extension}`,
    response: {
      status: 200,
      headers: {
        'Content-Type': type,
        'Cache-Control': 'public, max-age=31536000, immutable',
        'X-Content-Type-Options': 'nosniff',
        // Scripts in an SVG must not run when a browser opens the file by itself.
        'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      },
      body,
    },
  };
}
