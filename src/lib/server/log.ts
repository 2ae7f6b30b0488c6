import pino from 'pino';
import type { Config } from './config';

export type Log = pino.Logger;

/** One JSON line each; paths, statuses and ids, never what a visitor typed. */
export const logFor = (config: Pick<Config, 'LOG_LEVEL'>): Log =>
	pino({
		level: config.LOG_LEVEL,
		base: undefined,
		timestamp: pino.stdTimeFunctions.isoTime,
		serializers: { err: describeProblem }
	});

/** What the log says of a failure. */
// A failed query carries its parameters in its message, and they are what people typed: of the chain
// of causes only the last, which is the database's own, is quoted, and of the stack only the frames.
export function describeProblem(problem: unknown): Record<string, unknown> {
	if (!(problem instanceof Error)) return { type: typeof problem };
	let cause: Error = problem;
	while (cause.cause instanceof Error) cause = cause.cause;
	const frames = (problem.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
	const code = 'code' in cause ? cause.code : undefined;
	const message = /params:/.test(cause.message) ? undefined : cause.message.split('\n')[0];
	return { type: problem.name, message, code, stack: frames.slice(0, 12) };
}
