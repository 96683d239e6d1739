import { createBoundedMap } from '../../async/bounded-map.ts';
import type { Result } from '../../model/result.ts';
import { sha256Hex } from '../../x509/der/sha256-hex.ts';
import type { CertificationPath, FindPath, PathError, PathRequest, TrustStore } from './path.ts';

/** Questions that a run remembers. Endpoints with one certificate are close together in expansion order. */
const maximumQuestions = 256;

/**
 * A `findPath` that searches once for the same question: the same leaf, candidates, anchors, instant, profile and purpose, all
 * equal by value. A request with a bound or a judge of revocation of its own is always searched.
 */
export function rememberPaths(findPath: FindPath): FindPath {
  const answers = createBoundedMap<Result<CertificationPath, PathError>>(maximumQuestions);
  const stores = new Map<TrustStore, string>();
  const digestOf = (store: TrustStore): string => {
    const digest = stores.get(store) ?? digestStore(store);
    stores.set(store, digest);
    return digest;
  };
  return (request) => {
    if (request.maximumIntermediates !== undefined || request.judgeRevocation !== undefined) return findPath(request);
    return answers.getOrMake(questionKey(request, digestOf(request.store)), () => findPath(request));
  };
}

function questionKey({ leaf, candidates, at, profile, purpose, host }: PathRequest, store: string): string {
  const certificates = candidates.map(({ sha256 }) => sha256).join(' ');
  return [leaf.sha256, certificates, store, at.getTime(), profile, purpose, isHostRead(leaf) ? host : ''].join('|');
}

/** A dNSName keeps the CN from being constrained as the host that was dialled, so the host makes no difference then. */
function isHostRead({ extensions: { subjectAlternativeName: names } }: PathRequest['leaf']): boolean {
  return names?.ok !== true || !names.value.some(({ kind }) => kind === 'dns');
}

function digestStore({ name, fingerprints, distrustAfter }: TrustStore): string {
  return sha256Hex(Buffer.from(JSON.stringify([name, fingerprints, distrustAfter])));
}
