import { ADMINISTRATION_TRAPS } from './administration.ts';
import { AGENT_TRAPS } from './agents.ts';
import { INFRASTRUCTURE_TRAPS } from './infrastructure.ts';
import { LONG_LIVED_TRAPS } from './long-lived.ts';
import { SERVICE_TRAPS } from './services.ts';
import type { TrapTraffic } from './trap.ts';
import { VOLUME_TRAPS } from './volumes.ts';
import { WEATHER_TRAPS } from './weather.ts';

/** Everything harmless that looks like something else. */
export const TRAPS: readonly TrapTraffic[] = [
  ...AGENT_TRAPS,
  ...INFRASTRUCTURE_TRAPS,
  ...ADMINISTRATION_TRAPS,
  ...VOLUME_TRAPS,
  ...WEATHER_TRAPS,
  ...SERVICE_TRAPS,
  ...LONG_LIVED_TRAPS,
];
