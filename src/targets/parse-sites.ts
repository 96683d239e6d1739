import { decodeEd25519Key, looksLikeEd25519Key } from '../model/ed25519-key.ts';
import { suggestWord } from '../model/nearest-words.ts';
import { quote } from '../model/problem.ts';
import type { Partly } from '../model/shape-problems.ts';
import { noSite, type SideSitesDeclaration, type SiteDeclaration } from '../model/site-declarations.ts';
import type { ParseContext } from './parse-context.ts';
import type { Path, ProblemCollector } from './problem-collector.ts';
import type { SideSites, SiteKeySource } from './targets.ts';

/** What a file says of the sites that it declares. */
export interface DeclaredSites {
  /** Those that may be named; undefined: none are declared, so any may. */
  readonly knownSites: ReadonlySet<string> | undefined;
  readonly siteKeys: ReadonlyMap<string, SiteKeySource>;
}

type SitesContext = Pick<ParseContext, 'knownSites' | 'collector'>;

/** Reads the list `sites`. Whether files of keys exist is not checked here. */
export function parseSiteList(
  declared: readonly (Partly<SiteDeclaration> | undefined)[] | undefined,
  collector: ProblemCollector,
): DeclaredSites {
  const first = new Map<string, number>();
  const siteKeys = new Map<string, SiteKeySource>();
  for (const [index, site] of (declared ?? []).entries()) {
    if (site?.name === undefined) continue;
    const earlier = first.get(site.name);
    const path = ['sites', index];
    if (site.name === noSite)
      collector.report([...path, 'name'], `${quote(noSite)} stands for whoever scans; choose another name`);
    if (earlier === undefined) first.set(site.name, index);
    else collector.report([...path, 'name'], `sites[${earlier}] has the same name`);
    const key = site.publicKey === undefined ? undefined : parseKey(site.publicKey, index, collector);
    if (key !== undefined) siteKeys.set(site.name, key);
  }
  return { knownSites: declared === undefined ? undefined : new Set(first.keys()), siteKeys };
}

function parseKey(text: string, index: number, collector: ProblemCollector): SiteKeySource | undefined {
  if (!looksLikeEd25519Key(text)) return { kind: 'file', path: text, index };
  const spki = decodeEd25519Key(text);
  if (spki !== undefined) return { kind: 'key', spki };
  const message =
    'is not an Ed25519 public key, which has 60 characters in base64; copy all of it, or name its PEM file';
  collector.report(['sites', index, 'publicKey'], message);
  return undefined;
}

/** Reads the name of a site; undefined: `none`, or nothing is declared. */
export function parseSite(name: string | undefined, path: Path, context: SitesContext): string | undefined {
  const { knownSites, collector } = context;
  if (name === undefined || name === noSite) return undefined;
  if (knownSites?.has(name) === false) {
    const known = [...knownSites, noSite];
    collector.report(path, `unknown site ${quote(name)}; ${suggestWord(name, known)}`);
  }
  return name;
}

/** Reads the sites of a deployment; a side that is not declared is that of `defaults`. */
export function parseSideSites(
  declared: Partly<SideSitesDeclaration> = {},
  defaults: SideSites,
  path: Path,
  context: SitesContext,
): SideSites {
  const read = (side: keyof SideSites): string | undefined =>
    declared[side] === undefined ? defaults[side] : parseSite(declared[side], [...path, side], context);
  const [internal, external] = [read('internal'), read('external')];
  return { ...(internal !== undefined && { internal }), ...(external !== undefined && { external }) };
}
