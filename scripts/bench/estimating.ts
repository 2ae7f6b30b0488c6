import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../lib/run.js';
import type { Done, Work } from './compute-wave';
import { fillWave, questions } from './fill-wave';
import { median, ratio } from './rounds';
import { seconds, times, verdict, type Line } from './table';

export const answers = 100_000;
const rounds = 5;
const mostSeconds = 2;
const mostBytes = 300e6;

const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;

/** The wave estimated from its database, each time in a new process that does nothing else. */
export async function estimating(): Promise<Line[]> {
	const dir = await mkdtemp(join(tmpdir(), 'tongxing-bench-'));
	const filled = join(dir, 'filled');
	const done: Record<Work, Done[]> = { read: [], estimate: [], command: [] };
	try {
		await fillWave(filled, answers);
		for (let round = 0; round < rounds; round++) {
			for (const work of Object.keys(done) as Work[]) {
				const copy = join(dir, 'copy');
				await cp(filled, copy, { recursive: true });
				done[work].push(await inProcess(copy, work));
				await rm(copy, { recursive: true });
			}
		}
	} finally {
		await rm(dir, { recursive: true, force: true });
	}
	const took = (work: Work) => done[work].map((one) => one.seconds);
	const bytes = (work: Work) => Math.max(...done[work].map((one) => one.bytes));
	const processor = (work: Work) => seconds(median(done[work].map((one) => one.processor)));
	const line = (what: string, work: Work) => ({
		what,
		figure: `${seconds(median(took(work)))}, of the processor ${processor(work)}`
	});
	const toReading = (work: Work) => `reading: ${times(ratio(took(work), took('read')))}`;
	return [
		line(`${answers.toLocaleString('en')} × ${questions} read`, 'read'),
		{
			...line('read, raked on three margins, estimated', 'estimate'),
			against: toReading('estimate'),
			bound: verdict(`under ${mostSeconds} s`, median(took('estimate')) < mostSeconds)
		},
		{
			...line('the office’s command: flags, that, weights, audit', 'command'),
			against: toReading('command')
		},
		...(['estimate', 'command'] as const).map((work) => ({
			what: `memory of the whole process, ${work}`,
			figure: `at most ${megabytes(bytes(work))}`,
			against: `before it began: ${megabytes(median(done[work].map((one) => one.bytesBefore)))}`,
			bound: verdict(`under ${megabytes(mostBytes)}`, bytes(work) < mostBytes)
		}))
	];
}

async function inProcess(dir: string, work: Work): Promise<Done> {
	const program = ['--import', 'tsx', join(import.meta.dirname, 'compute-wave.ts'), dir, work];
	const { code, output } = await run(process.execPath, program, { output: 'collect' });
	if (code !== 0) throw new Error(`${work} failed:\n${output}`);
	return JSON.parse(output) as Done;
}
