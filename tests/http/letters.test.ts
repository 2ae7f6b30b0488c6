import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import writeXlsxFile from 'write-excel-file/node';
import { addDays, dayMs, dayOf, hourMs, minuteMs, startOfDay } from '../../src/lib/time/shanghai';
import { client, type Client } from '../support/client';
import { movedClock } from '../support/moved-clock';
import { noticeHook } from '../support/outside';
import { startServer, type TestServer } from '../support/server';
import { prepareTown } from '../support/town';

const clock = movedClock();
const good = { 'q.aware_1': '0', 'q.support_1': '0', 'q.part_1': '1', 'q.sat_all': '0' };
/** Noon of the days to come: no quiet hours. */
let day = startOfDay(addDays(dayOf(Date.now()), 1)) + 12 * hourMs;

let server: TestServer;
let hook: Awaited<ReturnType<typeof noticeHook>>;
let office: Client;
let questionnaireId: string;
let waves = 0;

beforeAll(async () => {
	hook = await noticeHook();
	await clock.moveTo(day);
	const env = { ...clock.env, NOTICE_HOOK_URL: hook.url, LOG_LEVEL: 'debug' };
	server = await startServer({ seed: (dir) => prepareTown(dir), env });
	office = await client(server.origin).signIn('moderator');
	const made = await office.post('/admin/surveys?/questionnaire', {
		title: '问卷',
		standard: 'on'
	});
	questionnaireId = /questionnaires\/(\d+)/.exec(made.headers.get('location') ?? '')![1]!;
}, 120_000);
afterAll(async () => {
	await server?.stop();
	await hook?.close();
	clock.remove();
});

beforeEach(async () => {
	hook.answer = 200;
	hook.refused.clear();
	hook.calls.length = 0;
	await later((day += dayMs));
});

/** Whoever was idle so long signs in again. */
async function later(at: number) {
	await clock.moveTo(at);
	office = await client(server.origin).signIn('moderator');
}

async function wave(): Promise<string> {
	const slug = `letters-${++waves}`;
	const days = { opens: dayOf(day), closes: addDays(dayOf(day), 20) };
	const form = { title: `调查 ${waves}`, slug, questionnaireId, mode: 'invited', ...days };
	expect((await office.post('/admin/surveys?/wave', form)).status).toBe(303);
	return slug;
}
/** What the page says after an action, without its tags. */
async function act(slug: string, action: string, fields: Record<string, string | Blob> = {}) {
	const answer = await office.post(`/admin/surveys/${slug}?/${action}`, fields);
	return { status: answer.status, ...shown(await answer.text()) };
}
function shown(html: string) {
	const main = /<main[\s\S]*<\/main>/.exec(html)?.[0] ?? html;
	const held = /name="numbers" value="([^"]*)"/.exec(main)?.[1] ?? '';
	return { text: main.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' '), held };
}
const seen = async (slug: string) =>
	shown(await (await office.get(`/admin/surveys/${slug}`)).text()).text;
const says = (slug: string, words: RegExp) =>
	expect.poll(() => seen(slug), { timeout: 10_000, interval: 200 }).toMatch(words);
const called = (many: number) =>
	expect.poll(() => hook.calls.length, { timeout: 10_000 }).toBe(many);

/** A wave that writes to `numbers`, not begun. */
async function written(numbers: readonly string[]): Promise<string> {
	const slug = await wave();
	await act(slug, 'send', { numbers: numbers.join('\n') });
	return slug;
}

describe('a list of numbers', () => {
	it('is looked through before anything goes out: bad lines and doubles by name', async () => {
		const slug = await wave();
		const numbers = '13900000001\n1390000\n13900000002\n+86 139 0000 0001';
		const looked = await act(slug, 'numbers', { numbers });
		expect(looked.status).toBe(200);
		expect(looked.text).toContain('第 2 行：“1390000”不是 11 位手机号');
		expect(looked.text).toContain('第 4 行和第 1 行是同一个号码');
		expect(looked.text).toContain('发给这 2 个号码');
		expect(looked.held).toBe('13900000001\n13900000002');
		const sent = await act(slug, 'send', { numbers: looked.held });
		expect(sent.text).toContain('2 条短信排好了');
		expect(sent.text).toMatch(/等待发送 2 条/);
		const again = await act(slug, 'numbers', { numbers });
		expect(again.text).toContain('有 2 个号码这次调查写过了，不再发');
		expect(again.text).toContain('没有可以发的号码');
	});

	it('may be an Excel, or a CSV as Excel writes it in China', async () => {
		const slug = await wave();
		const rows = [
			['户主', '手机号'],
			['甲', '13900000003'],
			['乙', 13900000004]
		];
		const excel = new Blob([new Uint8Array(await writeXlsxFile([{ data: rows }]).toBuffer())]);
		expect((await act(slug, 'numbers', { file: excel })).held).toBe('13900000003\n13900000004');
		// 手机号 in GB 18030
		const head = Uint8Array.from([0xca, 0xd6, 0xbb, 0xfa, 0xba, 0xc5]);
		const csv = new Blob([head, ',note\r\n13900000005,"a"\r\n139,\r\n']);
		const looked = await act(slug, 'numbers', { file: csv });
		expect(looked.held).toBe('13900000005');
		expect(looked.text).toContain('第 3 行：“139”不是 11 位手机号');
	});

	it.each([
		['nothing', {}, '请粘贴手机号，或者选择文件'],
		[
			'an old Excel',
			{ file: new Blob([Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0])]) },
			'另存为 .xlsx'
		],
		['a broken one', { file: new Blob(['PK rubbish']) }, '.xlsx'],
		['far too much', { file: new Blob(['1'.repeat(250_000)]) }, '文件太大']
	])('that is %s is refused with a sentence', async (_, fields, sentence) => {
		const looked = await act(await wave(), 'numbers', fields);
		expect(looked.status).toBe(400);
		expect(looked.text).toContain(sentence);
	});

	it('is the office’s alone', async () => {
		const slug = await wave();
		const stranger = await client(server.origin).signIn('resident');
		const answer = await stranger.post(`/admin/surveys/${slug}?/send`, { numbers: '13900000001' });
		expect([401, 403]).toContain(answer.status);
		expect(await seen(slug)).toContain('共 0 份邀请');
	});
});

describe('a message', () => {
	it('comes once to each number, with a link for one answer; nothing of it is in the log', async () => {
		const numbers = ['13900000011', '13900000012'];
		const slug = await written(numbers);
		await act(slug, 'publish');
		await called(2);
		expect(hook.calls.map(({ phone }) => phone).sort()).toEqual(numbers);
		await says(slug, /已发出 2 条 等待发送 0 条 没有发出 0 条/);
		const { pathname } = new URL(hook.calls[0]!.url);
		const household = client(server.origin);
		expect(await (await household.post(pathname, good)).text()).toContain('收到了，谢谢您');
		expect((await household.post(pathname, good)).status).toBe(409);
		const log = server.output();
		for (const secret of [...numbers, ...hook.calls.map(({ url }) => url.split('/').at(-1)!)]) {
			expect(log).not.toContain(secret);
		}
		expect(await seen(slug)).not.toContain(numbers[0]);
	});

	it('is tried again when the hook was down, and sent again when it was given up', async () => {
		hook.answer = 'silence';
		const slug = await written(['13900000021']);
		await act(slug, 'publish');
		await says(slug, /等待发送 1 条.*连接不上短信接口：1 条/);
		let at = day;
		for (const pause of [1, 5, 30, 120]) {
			const before = hook.calls.length;
			await clock.moveTo((at += pause * minuteMs + 2000));
			await called(before + 1);
		}
		// twelve hours later it is night
		await later(at + 20 * hourMs);
		await says(slug, /没有发出 1 条.*没发出的 1 条再发一次/);
		const tried = hook.calls.length;
		hook.answer = 200;
		expect((await act(slug, 'again')).text).toContain('1 条会再发一次');
		await says(slug, /已发出 1 条 等待发送 0 条 没有发出 0 条/);
		expect(hook.calls).toHaveLength(tried + 1);
		expect(new Set(hook.calls.map(({ id, url }) => `${id} ${url}`)).size).toBe(1);
	}, 60_000);

	it('that is refused for one number goes out to the others, and the page says how many and why', async () => {
		hook.refused.add('13900000032');
		const slug = await written(['13900000031', '13900000032', '13900000033']);
		await act(slug, 'publish');
		await says(slug, /已发出 2 条 等待发送 1 条 没有发出 0 条 短信接口回答 400：1 条/);
	});

	it('does not go out once the wave is closed, and can then not be sent again', async () => {
		hook.answer = 503;
		const numbers = ['13900000041', '13900000042'];
		const slug = await written(numbers);
		await act(slug, 'publish');
		await says(slug, /短信接口回答 503：2 条/);
		const tries = () => hook.calls.filter(({ phone }) => numbers.includes(phone)).length;
		const tried = tries();
		await act(slug, 'close');
		hook.answer = 200;
		await later(day + hourMs);
		await says(slug, /没有发出 2 条 调查结束时还没有发出：2 条/);
		expect((await act(slug, 'again')).status).toBe(409);
		await clock.moveTo(day + 2 * hourMs);
		await new Promise((resolve) => setTimeout(resolve, 2500));
		expect(tries()).toBe(tried);
	});
});

describe('letters to drawn households', () => {
	it('are printed with their households, which the site shows this once', async () => {
		const slug = await wave();
		const grids = await (await office.get('/grids')).text();
		const codes = [...new Set([...grids.matchAll(/href="\/grids\/([^"/]+)"/g)].map(([, c]) => c!))];
		const rows = [['网格', '户数'], ...codes.slice(0, 8).map((code) => [code, 60])];
		const file = new Blob([new Uint8Array(await writeXlsxFile([{ data: rows }]).toBuffer())]);
		expect((await act(slug, 'frame', { file })).text).toContain('已导入 8 个网格的户数');
		const plan = { grids: '4', each: '10', seed: '7' };
		const few = await act(slug, 'letters', { ...plan, each: '9' });
		expect([few.status, few.text]).toEqual([400, expect.stringContaining('至少 10 封')]);
		const drawn = await act(slug, 'letters', plan);
		const printed = [...drawn.text.matchAll(/户册第 (\d+) 户/g)];
		expect(printed.length).toBeGreaterThanOrEqual(40);
		const token = /填邀请码： (\S+)/.exec(drawn.text)![1]!;
		await act(slug, 'publish');
		const page = await seen(slug);
		expect(page).not.toContain('户册第');
		expect(page).toContain(`共 ${printed.length} 份邀请`);
		const answered = await client(server.origin).post(`/s/${token}`, good);
		expect(await answered.text()).toContain('收到了，谢谢您');
		expect(await seen(slug)).toMatch(/已收到 1 份答卷/);
	});
});
