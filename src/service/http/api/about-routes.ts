import { type ApiRoute, defineRoute } from './api-route.ts';

/** What the service says of itself. */
export const aboutRoutes: readonly ApiRoute[] = [
  defineRoute({
    path: '/api/v1/configuration',
    summary: 'The configuration in force',
    answer: 'Configuration',
    reply: ({ version, startedAt, configuration }) => {
      const { file, readAt, error } = configuration();
      const problem = error && { at: error.at.toISOString(), message: error.message };
      const instants = { startedAt: startedAt.toISOString(), readAt: readAt.toISOString() };
      return { value: { version, file, ...instants, error: problem } };
    },
  }),
];
