import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromium, type Response } from '@playwright/test';
import { findChromium } from '../chromium.js';
import { ROOT } from '../lib/cli.js';
import { verdict, type Line } from './table';
import { townOf } from './towns';

const address = '/reports/new';
const limit = 70_000;
const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} KB`;

/** A first visit on a phone, until nothing more is asked for. */
export async function page(): Promise<Line[]> {
	const { origin } = await townOf(400);
	const gzip = await visit(origin, 'gzip');
	const best = await visit(origin);
	const weighed = await Promise.all(gzip.map(({ path }) => weigh(path)));
	const total = sum(gzip.map(({ bytes }) => bytes));
	return [
		{
			what: `${gzip.length} files, gzip`,
			figure: kilobytes(total),
			against: `as the build weighs them: ${kilobytes(sum(weighed))}`,
			bound: verdict(`at most ${kilobytes(limit)}`, total <= limit)
		},
		{
			what: `as the browser asks (${best[0]?.encoding})`,
			figure: kilobytes(sum(best.map(({ bytes }) => bytes)))
		}
	];
}

type Part = { path: string; bytes: number; encoding: string };

async function visit(origin: string, encoding?: string): Promise<Part[]> {
	const browser = await chromium.launch({ executablePath: findChromium() });
	try {
		const tab = await browser.newPage({
			viewport: { width: 390, height: 844 },
			extraHTTPHeaders: encoding ? { 'accept-encoding': encoding } : {}
		});
		const seen: Promise<Part | null>[] = [];
		tab.on('requestfinished', (request) => {
			seen.push(request.response().then((response) => response && partOf(response)));
		});
		await tab.goto(origin + address, { waitUntil: 'networkidle' });
		return (await Promise.all(seen)).filter((part) => part !== null);
	} finally {
		await browser.close();
	}
}

async function partOf(response: Response): Promise<Part | null> {
	const path = new URL(response.url()).pathname;
	if (!/\.(js|css)$/.test(path)) return null;
	const { responseBodySize } = await response.request().sizes();
	const encoding = (await response.headerValue('content-encoding')) ?? 'none';
	return { path, bytes: responseBodySize, encoding };
}

const weigh = async (path: string): Promise<number> =>
	gzipSync(await readFile(join(ROOT, 'build', 'client', path))).length;

const sum = (numbers: number[]): number => numbers.reduce((a, b) => a + b, 0);
