import { suggestWord } from '../../model/nearest-words.ts';
import { quote } from '../../model/problem.ts';
import type { Arguments, Command } from '../command.ts';
import { exitCodes } from '../exit-code.ts';
import type { ProcessContext } from '../process-context.ts';

export const schemaCommand: Command = {
  name: 'schema',
  positionals: [
    { usage: '<document>', describe: 'targets, policy, fixtures, report, service, notification, plan or observation' },
  ],
  describe: 'Prints the JSON Schema of a document',
  options: {},
  examples: [['schema targets > targets.schema.json', 'for completion and validation in an editor']],
  run: schema,
};

async function schema(args: Arguments, context: ProcessContext) {
  const [{ documentSchemas, writeJsonSchema }, { renderDocument }] = await Promise.all([
    import('../../model/json-schemas.ts'),
    import('../../report/data/render-json.ts'),
  ]);
  const asked = args.positionals[0] ?? '';
  const names = Object.keys(documentSchemas) as (keyof typeof documentSchemas)[];
  const name = names.find((each) => each === asked);
  if (name === undefined) {
    context.say(`certmuster: unknown schema ${quote(asked)}; ${suggestWord(asked, names)}.`);
    return exitCodes.wrongUsage;
  }
  await context.stdout.write(renderDocument(writeJsonSchema(name)));
  return exitCodes.clean;
}
