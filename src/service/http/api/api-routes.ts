import type { DescribedRoute } from '../../../model/api/open-api.ts';
import type { ApiRoute } from './api-route.ts';
import { aboutRoutes } from './about-routes.ts';
import { historyRoutes } from './history-routes.ts';
import { notificationRoutes } from './notification-routes.ts';
import { runRoutes } from './run-routes.ts';
import { scheduleRoutes } from './schedule-routes.ts';

/** The routes under `/api/v1`, each with its schema. */
export function createApiRoutes(): readonly ApiRoute[] {
  return [...scheduleRoutes, ...runRoutes, ...historyRoutes, ...notificationRoutes, ...aboutRoutes];
}

const plain = { method: 'get', parameters: {}, query: {}, status: 200, refusals: {} } as const;

/** All that the description shows: also itself, and what is asked by who watches over the process. */
export const describeRoutes = (apiRoutes: readonly DescribedRoute[]): readonly DescribedRoute[] => [
  ...apiRoutes,
  { ...plain, path: '/api/v1/openapi.json', summary: 'This description', answer: 'OpenApi', right: 'read' },
  { ...plain, path: '/healthz', summary: 'Whether the process answers', answer: 'Health', right: 'none' },
  { ...plain, path: '/readyz', summary: 'Whether it does its work; if not, 503', answer: 'Readiness', right: 'none' },
];
