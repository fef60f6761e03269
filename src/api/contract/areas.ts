import { ACCOUNT_AREA, USER_AREA } from './account-routes.ts';
import { ADMINISTRATION_AREA } from './administration-routes.ts';
import { ANALYSIS_AREA } from './analysis-routes.ts';
import { FLEET_AREA } from './fleet-routes.ts';
import { IMAGE_AREA } from './image-routes.ts';
import { INSTANCE_AREA } from './instance-routes.ts';
import { NAMESPACE_AREA, ORGANIZATION_AREA } from './namespace-routes.ts';
import { REPOSITORY_AREA } from './repository-routes.ts';
import type { Area, Route } from './route.ts';
import { VULNERABILITY_AREA } from './vulnerability-routes.ts';

/** Every route of `/api/v1`. */
export const AREAS: readonly Area[] = [
  INSTANCE_AREA,
  ACCOUNT_AREA,
  USER_AREA,
  NAMESPACE_AREA,
  ORGANIZATION_AREA,
  REPOSITORY_AREA,
  IMAGE_AREA,
  ANALYSIS_AREA,
  VULNERABILITY_AREA,
  FLEET_AREA,
  ADMINISTRATION_AREA,
];

export const ROUTES: readonly Route[] = AREAS.flatMap((area) => area.routes);
