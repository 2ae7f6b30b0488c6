import pino from 'pino';
import type { Config } from './config';

export type Log = pino.Logger;

/** One JSON line each; paths, statuses and ids, never what a visitor typed. */
export const logFor = (config: Pick<Config, 'LOG_LEVEL'>): Log =>
	pino({ level: config.LOG_LEVEL, base: undefined, timestamp: pino.stdTimeFunctions.isoTime });
