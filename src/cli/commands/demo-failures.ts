import type { AuditEvent } from '../../audit/contract.ts';
import type { DemoDeployment } from '../../lab/demo-deployment.ts';
import type { PlantedCause } from '../../lab/demo-expectations.ts';
import type { Cause } from '../../model/cause.ts';

/** Where the causes reported and those planted differ; both empty if they do not. */
export interface Difference {
  readonly missing: readonly string[];
  readonly unexpected: readonly string[];
}

/** Compares every cause that the audit reported with every one that was planted: the fault, and where it shows. */
export function compareCauses(demo: Demo, events: readonly AuditEvent[]): Difference {
  const planted = demo.stories.flatMap(({ causes }) => causes.map((cause) => namePlanted(cause, demo.places)));
  const found = nameCauses(demo, events);
  return {
    missing: planted.filter((name) => !found.includes(name)),
    unexpected: found.filter((name, index) => !planted.includes(name) || found.indexOf(name) !== index),
  };
}

type Demo = Pick<DemoDeployment, 'stories' | 'places'>;

/** The causes that an audit reported, in its order. */
function nameCauses({ stories }: Demo, events: readonly AuditEvent[]): readonly string[] {
  const causes = events.flatMap((event) => (event.kind === 'summary' ? event.summary.causes : []));
  const faultsAcross = new Set(stories.flatMap(({ causes: each }) => each.filter(isAcross).map(({ fault }) => fault)));
  const addressOf = new Map(
    events.flatMap((event) =>
      event.kind === 'endpoint' ? [[event.report.id, `${event.report.address}:${event.report.port}`]] : [],
    ),
  );
  return causes.map((cause) => (faultsAcross.has(cause.fault) ? cause.fault : nameFound(cause, addressOf)));
}

function isAcross({ at }: PlantedCause): boolean {
  return at === undefined;
}

function namePlanted({ fault, at }: PlantedCause, places: DemoDeployment['places']): string {
  const place = at && places.get(at);
  return place === undefined ? fault : `${fault} at ${place.address}:${place.port}`;
}

function nameFound({ fault, endpoints }: Cause, addressOf: ReadonlyMap<string, string>): string {
  const addresses = new Set(endpoints.map((id) => addressOf.get(id) ?? id));
  return `${fault} at ${[...addresses].join(' and ')}`;
}

/** Whether the audit found what it had to find, and nothing else. */
export function describeDifference({ missing, unexpected }: Difference): string {
  if (missing.length + unexpected.length === 0) {
    return 'All planted faults were found, each as one cause, and no others.\n';
  }
  const lines = [...missing.map((name) => `Not found: ${name}`), ...unexpected.map((name) => `Not planted: ${name}`)];
  return `${lines.join('\n')}\n`;
}

/** What was planted, why anyone would meet it, and the numbers that its causes have in the report. */
export async function describeStories(
  demo: Demo,
  events: readonly AuditEvent[],
  look: { readonly width: number; readonly colour: boolean },
): Promise<string> {
  const [{ renderLabelled }, { createPaint }] = await Promise.all([
    import('../../report/terminal/labelled-lines.ts'),
    import('../../report/terminal/paint.ts'),
  ]);
  const paint = createPaint(look.colour);
  const found = nameCauses(demo, events);
  const rows = demo.stories.flatMap(({ title, text, causes }, index) => {
    const numbers = causes.map((cause) => found.indexOf(namePlanted(cause, demo.places)) + 1).sort((a, b) => a - b);
    const seen = numbers.map((number) => (number === 0 ? 'not found' : `#${number}`)).join(', ');
    return [
      { label: `${index + 1}.`, text: `${title}: ${seen}`, paint: paint.bold },
      { label: '', text },
    ];
  });
  const lines = renderLabelled(rows, { width: look.width, paint });
  return `\n${paint.bold('Planted faults, and the causes found for them')}\n${lines.join('\n')}\n\n`;
}
