import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadTown } from '../../scripts/demo/load-town';
import { makePeople } from '../../scripts/demo/people';
import { fillSurveys } from '../../scripts/demo/surveys';
import { dayMs, hourMs } from '../../src/lib/time/shanghai';
import { readConfig, readSecrets } from '../../src/lib/server/config';
import { connect, migrateDatabase } from '../../src/lib/server/db';
import { listGrids } from '../../src/lib/server/places/queries';
import { sealing } from '../../src/lib/server/sealing';
import { drawSample, setFrame } from '../../src/lib/server/surveys/frame';
import { makeInvitations } from '../../src/lib/server/surveys/invitations';
import { releasedResults } from '../../src/lib/server/surveys/results';
import { ownVisits } from '../../src/lib/server/surveys/visits';
import { addWave, closeWave, getWave, publishWave } from '../../src/lib/server/surveys/waves';
import { client, newKey } from '../support/client';
import { startServer, type TestServer } from '../support/server';

const now = Date.now();
const ended = now - 2 * dayMs;

let server: TestServer;
let letters: string[];
let lateLetters: string[];
let addresses: string[];
let hidden: string[];

/** The demo's surveys, small; letters that run, letters that are over, and visits that ended two days ago. */
async function fill(dir: string): Promise<void> {
	const config = readConfig({ APP_MODE: 'test', DATA_DIR: dir });
	const connection = connect(config.DATABASE_URL);
	await migrateDatabase(connection);
	const { db } = connection;
	const seal = sealing(readSecrets(config));
	await loadTown(db, now);
	const cast = await makePeople(db, now);
	await fillSurveys({ db, seal, cast }, { now, seed: 1, visited: 240, open: 60 });
	const { moderator, enumerator } = cast;
	const { questionnaireId } = await getWave(db, 'open-2');
	const make = (slug: string, mode: 'invited' | 'visited', closesAt: number) => {
		const wave = { slug, title: slug, mode, questionnaireId };
		return addWave(db, moderator, { ...wave, opensAt: now - 9 * dayMs, closesAt }, now);
	};
	await make('letters', 'invited', now + 9 * dayMs);
	await make('old-letters', 'invited', ended);
	letters = await makeInvitations(db, moderator, 'letters', 4, now);
	lateLetters = await makeInvitations(db, moderator, 'old-letters', 1, now);
	await make('old-visits', 'visited', ended);
	const frame = (await listGrids(db)).map(({ code }) => ({ grid: code, households: 90 }));
	await setFrame(db, moderator, 'old-visits', frame, now);
	await drawSample(db, moderator, 'old-visits', { grids: 2, each: 3, seed: 7 }, now);
	for (const slug of ['letters', 'old-letters', 'old-visits']) {
		await publishWave(db, moderator, slug, now - 9 * dayMs);
	}
	await closeWave(db, moderator, 'old-letters', ended);
	await closeWave(db, moderator, 'old-visits', ended);
	addresses = (await ownVisits(db, enumerator, now))
		.filter(({ wave }) => wave === 'old-visits')
		.map(({ code }) => code);
	hidden = (await releasedResults(db)).flatMap(({ result }) =>
		result.figures
			.filter(({ by, show, interval }) => by !== 'grid' && !show && interval !== null)
			.map(({ interval }) => interval!.map((end) => `${(end * 100).toFixed(1)}%`).join('–'))
	);
	connection.close();
}

beforeAll(async () => {
	server = await startServer({ seed: fill });
}, 120_000);
afterAll(() => server?.stop());

const good = { 'q.aware_1': '0', 'q.support_1': '0', 'q.part_1': '1', 'q.sat_all': '0' };
const send = async (path: string, fields: Record<string, string>, who = client(server.origin)) => {
	const answer = await who.post(path, fields);
	return { status: answer.status, text: await answer.text() };
};
const came = async (slug: string) => {
	const office = await client(server.origin).signIn('moderator');
	const text = await (await office.get(`/admin/surveys/${slug}`)).text();
	return Number(/已收到\s*(?:<[^>]+>)?(\d+)/.exec(text)?.[1]);
};

describe('an answer to an open link', () => {
	it.each([
		['outside the scale', { 'q.sat_all': '9' }, '还有 1 题要补答或改一下'],
		['that is no number', { 'q.sat_all': 'abc' }, '还有 1 题要补答或改一下'],
		['half of an option', { 'q.sat_all': '0.5' }, '还有 1 题要补答或改一下'],
		['longer than a remark may be', { 'q.open_2': '长'.repeat(3000) }, '还有 1 题要补答或改一下']
	])('%s is refused with a sentence, and nothing of it is kept', async (_, bad, sentence) => {
		const before = await came('open-2');
		const answer = await send('/surveys/open-2', { ...good, ...bad });
		expect(answer.status).toBe(400);
		expect(answer.text).toContain(sentence);
		expect(await came('open-2')).toBe(before);
	});

	it('to the questions of another version is told what this one still asks', async () => {
		const answer = await send('/surveys/open-2', { 'q.q_old': '1', 'q.sat_before': '2' });
		expect(answer.status).toBe(400);
		expect(answer.text).toContain('还有 4 题要补答或改一下');
	});

	it('is taken once from one browser', async () => {
		const before = await came('open-2');
		const who = client(server.origin);
		expect((await send('/surveys/open-2', good, who)).text).toContain('收到了，谢谢您');
		const again = await send('/surveys/open-2', good, who);
		expect(again.status).toBe(409);
		expect(again.text).toContain('已经填过这次调查了');
		expect(await came('open-2')).toBe(before + 1);
	});

	it('comes too late after the end, and is none where one needs a letter', async () => {
		const late = await send('/surveys/open-1', good);
		expect(late.status).toBe(409);
		expect(late.text).toContain('这次调查已经结束');
		for (const slug of ['letters', 'household-2', 'nowhere']) {
			expect((await send(`/surveys/${slug}`, good)).status, slug).toBe(404);
		}
	});
});

describe('a letter', () => {
	it('is good for one answer, from whatever phone', async () => {
		const [token] = letters;
		expect((await send(`/s/${token}`, { ...good, 'q.sat_all': '9' })).status).toBe(400);
		expect((await send(`/s/${token}`, good)).text).toContain('收到了，谢谢您');
		const again = await send(`/s/${token}`, good);
		expect(again.status).toBe(409);
		expect(again.text).toContain('已经用过了');
		expect(await came('letters')).toBe(1);
	});

	it('that was guessed, or that came for another survey, opens nothing', async () => {
		const guessed = await send('/s/ZZZZ-ZZZZ-ZZZZ-ZZZZ', good);
		expect(guessed.status).toBe(404);
		expect(guessed.text).toContain('没有这个邀请码');
		const late = await send(`/s/${lateLetters[0]}`, good);
		expect(late.status).toBe(409);
		expect(late.text).toContain('已经结束');
		expect((await send(`/surveys/${letters[1]}`, good)).status).toBe(404);
		expect(await came('letters')).toBe(1);
	});
});

describe('an enumerator’s phone that was away for two days', () => {
	const visit = (code: string, at: number) => ({
		...{ code, outcome: 'complete', seconds: '200', at: new Date(at).toISOString() },
		...good
	});
	const put = async (key: string, body: unknown, who = 'enumerator') => {
		const phone = await client(server.origin).signIn(who);
		const answer = await phone.put(`/api/visits/${key}`, body);
		return { status: answer.status, text: await answer.text() };
	};

	it('is heard once with what was written before the end', async () => {
		const key = newKey();
		const before = visit(addresses[0]!, ended - hourMs);
		expect((await put(key, before)).status).toBe(201);
		expect((await put(key, before)).status).toBe(200);
		expect(await came('old-visits')).toBe(1);
	});

	it('is not heard with what was written after it, outside the scale, or by another', async () => {
		const code = addresses[1]!;
		const after = await put(newKey(), visit(code, now - hourMs));
		expect(after.status).toBe(409);
		expect(after.text).toContain('调查已经结束，不能再访问');
		const outside = { ...visit(code, ended - hourMs), 'q.sat_all': '9' };
		expect((await put(newKey(), outside)).status).toBe(400);
		expect((await put(newKey(), visit(code, ended - hourMs), 'checker')).status).toBe(403);
		expect(await came('old-visits')).toBe(1);
	});
});

describe('what is larger than any questionnaire', () => {
	/** Says how long it is, and is not sent: the answer comes before. */
	const announced = (method: string, path: string, type: string, length: number) =>
		new Promise<{ status: number; text: string }>((resolve, reject) => {
			const headers = { origin: server.origin, 'content-type': type, 'content-length': length };
			const sending = request(server.origin + path, { method, headers }, async (response) => {
				let text = '';
				for await (const piece of response) text += String(piece);
				resolve({ status: response.statusCode ?? 0, text });
				sending.destroy();
			});
			sending.on('error', reject);
			sending.write('q');
		});

	it.each([
		['POST', '/surveys/open-2', 'application/x-www-form-urlencoded', '256 KB'],
		['PUT', `/api/visits/${newKey()}`, 'application/json', '16 KB']
	])('is refused before it is read: %s %s', async (method, path, type, most) => {
		const answer = await announced(method, path, type, 300_000);
		expect(answer.status).toBe(413);
		expect(answer.text).toContain(`内容太大，最多 ${most}`);
	});
});

describe('what is published', () => {
	it('has the figures of everybody, their trend, and no figure that is kept back', async () => {
		const answer = await fetch(`${server.origin}/stats`);
		const text = await answer.text();
		expect(text).toContain('满意率（满意、基本满意）');
		expect(text).toContain('同样方式的调查，一次一次看');
		expect(text).toContain('不公布：');
		expect(hidden.length).toBeGreaterThan(0);
		for (const interval of hidden) expect(text).not.toContain(interval);
		// neither in the data that the page brings along
		expect(text).not.toContain('"grid"');
		expect(text).not.toContain('by:"grid"');
	});
});
