import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { HttpResponse } from '@oauth/core';
import type { PagesConfig } from '../config/config.js';
import type { Fault } from '../config/faults.js';
import { memberOf } from '../config/path.js';
import { appFile } from '../paths.js';
import { colourRules, keyhole } from './colour.js';
import { html } from './html.js';
import type { Pages } from './models.js';
import { isPages, standardPages, unknownPages } from './pages.js';

/** The look of the pages: who it says it is, its files, and the templates. */
export interface Look {
  readonly brand: string;
  readonly stylesheet: Asset;
  readonly logo: Asset;
  readonly pages: Pages;
}

/** A file that the pages refer to. Its name changes with its content, so it may be kept for ever. */
export interface Asset {
  readonly name: string;
  readonly response: HttpResponse;
}

/** A look, and what could not be used of the configuration. */
export interface LoadedLook {
  readonly look: Look;
  readonly faults: readonly Fault[];
}

/** Loads what `pages` of a configuration names; paths are relative to `folder`. */
export async function loadLook(config: PagesConfig, folder: string): Promise<LoadedLook> {
  const faults: Fault[] = [];
  const use = async <T>(member: keyof PagesConfig, load: (file: string) => Promise<T>) => {
    const file = config[member];
    if (file === undefined) return undefined;
    try {
      return await load(resolve(folder, file));
    } catch (thrown) {
      const why = thrown instanceof Error ? thrown.message : String(thrown);
      faults.push({ path: ['pages', member], message: `cannot be used: ${why}` });
      return undefined;
    }
  };
  const logo = await use('logo', readText);
  const own = await use('stylesheet', readText);
  const templates = await use('templates', loadTemplates);
  const base = await readText(appFile('assets/style.css'));
  const css = [base, colourRules(config.colour), own ?? ''].join('\n');
  return {
    look: {
      brand: config.brand,
      stylesheet: asset('style', 'css', 'text/css;charset=UTF-8', css),
      logo: asset('logo', 'svg', 'image/svg+xml', logo ?? keyhole(config.colour)),
      pages: { ...standardPages, ...templates },
    },
    faults,
  };
}

const readText = (file: string): Promise<string> => readFile(file, 'utf8');

/** A templates module's default export gets `html` and the standard pages, and returns its own. */
async function loadTemplates(file: string): Promise<Partial<Pages>> {
  const module: unknown = await import(pathToFileURL(file).href);
  const factory = memberOf(module, 'default');
  if (!isFactory(factory)) throw new TypeError('it has no default export that is a function');
  const made = await factory({ html, standard: standardPages });
  if (typeof made !== 'object' || made === null) throw new TypeError(noPages);
  const [unknown] = unknownPages(made);
  if (unknown !== undefined)
    throw new TypeError(
      `${unknown} is no page; pages are ${Object.keys(standardPages).join(', ')}`,
    );
  if (!isPages(made)) throw new TypeError(noPages);
  return made;
}

const noPages = 'its function must return an object of page functions';

/** What a templates module is given. */
export interface TemplateTools {
  /** Makes HTML in which every value is escaped. */
  readonly html: typeof html;
  /** The pages that are there already. */
  readonly standard: Pages;
}

function isFactory(value: unknown): value is (tools: TemplateTools) => unknown {
  return typeof value === 'function';
}

function asset(name: string, extension: string, type: string, body: string): Asset {
  const digest = createHash('sha256').update(body).digest('hex').slice(0, 16);
  return {
    name: `${name}-${digest}.${extension}`,
    response: {
      status: 200,
      headers: {
        'Content-Type': type,
        'Cache-Control': 'public, max-age=31536000, immutable',
        'X-Content-Type-Options': 'nosniff',
        // An SVG that is opened by itself must not run what is in it.
        'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      },
      body,
    },
  };
}
