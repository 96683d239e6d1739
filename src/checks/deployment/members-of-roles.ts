import { bracket } from '../../model/describe-place.ts';
import { groupBy } from '../../model/group-by.ts';
import type { DeploymentFacts, DeploymentMember } from '../define-deployment-check.ts';
import { joinWords, unique } from '../join-words.ts';

/** Keys and indices from the parameters of the deployment to an element of its lists. */
type Path = readonly (string | number)[];

/** Endpoints to compare: those of the deployment, or of one element of a list of its topology. */
export interface Group {
  /** Undefined: the deployment. */
  readonly element: Path | undefined;
  readonly members: readonly DeploymentMember[];
}

/** The endpoints of a deployment in this role. */
export function inRole(members: readonly DeploymentMember[], role: string): readonly DeploymentMember[] {
  return members.filter(({ observation: { endpoint } }) => endpoint.role === role);
}

/**
 * The endpoints by the element of the topology that `as` is bound to: one of a pool belongs to the pool, and so does one of a member
 * of that pool. Those that belong to no such element serve all of them.
 */
export function groupWithin(members: readonly DeploymentMember[], as: string | undefined): readonly Group[] {
  const elements = unique(
    members.flatMap(({ observation: { endpoint } }) => {
      const path = as === undefined ? undefined : elementPath(as, endpoint.elements ?? {});
      return path === undefined ? [] : [JSON.stringify(path)];
    }),
  ).map((text) => JSON.parse(text) as Path);
  if (elements.length === 0) return [{ element: undefined, members }];
  const isShared = (member: DeploymentMember): boolean => !elements.some((element) => isWithin(member, element));
  return elements.map((element) => ({
    element,
    members: members.filter((member) => isWithin(member, element) || isShared(member)),
  }));
}

/** Whether an endpoint belongs to an element of the topology, or to one inside it. */
function isWithin({ observation: { endpoint } }: DeploymentMember, element: Path): boolean {
  return pathsOf(endpoint).some((path) => element.every((step, index) => path[index] === step));
}

/** Whether two endpoints belong to one element, or one to an element inside that of the other. */
export function areTogether(one: DeploymentMember, other: DeploymentMember): boolean {
  return (
    pathsOf(one.observation.endpoint).some((path) => isWithin(other, path)) ||
    pathsOf(other.observation.endpoint).some((path) => isWithin(one, path))
  );
}

function pathsOf({ elements = {} }: DeploymentMember['observation']['endpoint']): readonly Path[] {
  return Object.values(elements);
}

/** ` (ee01.contoso.com)`: the name that the declaration gives the element, or its place there; empty for the deployment. */
export function elementText({ element }: Group, { deployment: { parameters = {} } }: DeploymentFacts): string {
  if (element === undefined) return '';
  let value: unknown = parameters;
  for (const step of element) value = Object(value)[step];
  const { fqdn, name, host } = Object(value) as Readonly<Record<string, unknown>>;
  const found = [fqdn, name, host, value].find((each) => typeof each === 'string');
  return typeof found === 'string' ? ` (${found})` : ` (${element.join('.')})`;
}

/** `wap01.contoso.com (10.0.0.11:443)`. */
export function endpointText({ observation: { endpoint } }: DeploymentMember): string {
  const { host, address, port } = endpoint;
  return address === null || address === host ? `${bracket(host)}:${port}` : `${host} (${bracket(address)}:${port})`;
}

/** Every place once: one that answers for several names by its address. */
export function listEndpoints(members: readonly DeploymentMember[]): string {
  const places = [...groupBy(members, placeOf).values()];
  return joinWords(
    places.map((each) => (unique(each.map(endpointText)).length === 1 ? endpointText(each[0]) : placeOf(each[0]))),
  );
}

/** How many places they are. */
export function countPlaces(members: readonly DeploymentMember[]): number {
  return new Set(members.map(placeOf)).size;
}

function placeOf({ observation: { endpoint } }: DeploymentMember): string {
  const { host, address, port } = endpoint;
  return `${bracket(address ?? host)}:${port}`;
}

/** `member`, or `member.parent`: the element of the list around it, whose path lacks the last key and index. */
function elementPath(as: string, elements: Readonly<Record<string, Path>>): Path | undefined {
  const [name = '', ...parents] = as.split('.');
  const path = elements[name];
  if (path === undefined || parents.some((each) => each !== 'parent')) return undefined;
  return parents.reduce<Path>((inner) => inner.slice(0, -2), path);
}
