import { spawnSync } from 'node:child_process';

/** The checker of rules that comes with Prometheus. */
export const hasPromtool = (): boolean => spawnSync('promtool', ['--version']).status === 0;

export const NO_PROMTOOL = 'There is no promtool on this machine: install it ("apt-get install prometheus").';
