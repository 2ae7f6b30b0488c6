import type { Page } from '@playwright/test';
import { expect, ownTown, test } from '../support/browser';
import type { Client } from '../support/client';
import {
	hirePeople,
	journalOf,
	kindOf,
	kinds,
	photo,
	sendReport,
	timesOf,
	unitIn,
	type Told
} from '../support/office';
import {
	asking,
	backInQueue,
	byKeyboard,
	closed,
	endOf,
	erased,
	failedByHand,
	failedOnce,
	foundThere,
	handled,
	many,
	notThere,
	numbers,
	rejected,
	sentBack,
	sentOn,
	sentOnLater,
	signed,
	stillFailed,
	supervised,
	target,
	twin
} from '../support/day-plan';
import { signIn } from '../support/people';
import { jpegPhoto } from '../support/pictures';
import { road } from '../support/road';
import { gridsOf, gridTable } from '../support/grid-figures';
import { make, prepareTown } from '../support/town';

const seed = async (dir: string) => {
	await prepareTown(dir);
	await make('late', dir, '2');
};
test.use(ownTown(seed));

const picture = async (seed: number) => ({
	name: 'now.jpg',
	mimeType: 'image/jpeg',
	buffer: await jpegPhoto(160, 120, seed)
});

async function handInByHand(unit: Page) {
	await unit.getByLabel('相册').setInputFiles(await picture(72));
	await unit.getByLabel('处理情况').fill('清走了');
	await unit.getByRole('button', { name: '提交反馈' }).click();
	await expect(unit.getByText('已反馈，等待核查员到现场核查。')).toBeVisible();
}

/** Chooses reports with `choose` and orders 受理立案并派遣 for all of them. */
async function orderMany(desk: Page, choose: () => Promise<void>) {
	await choose();
	await desk.getByRole('button', { name: '看会怎样' }).click();
	await desk.getByRole('button', { name: /^办理这 \d+ 件/ }).click();
	await desk.waitForURL(/\/admin\/orders\/\d+/);
}

test('a day in the office: sixty reports in, and the figures agree with what was done', async ({
	open,
	server,
	complaints
}) => {
	test.setTimeout(300_000);
	// the pictures of the cases of ten days ago are not in the store
	complaints.expect(/404/);
	const { visitor } = road(server.origin);
	const codes: string[] = [];
	const codeOf = (n: number) => codes[n]!;
	const at = (n: number) => `/admin/reports/${codeOf(n)}`;
	let moderator: Client;
	let checker: Client;
	let supervisor: Client;
	const handlers = new Map<string, Client>();
	const handlerOf = (unit: string) => handlers.get(unit)!;

	await test.step('sixty reports come in, one of them from a resident with a number', async () => {
		await hirePeople(server.origin);
		[moderator, checker, supervisor] = await Promise.all([
			visitor().signIn('moderator'),
			visitor().signIn('checker'),
			visitor().signIn('supervisor')
		]);
		for (const { unit, login } of kinds) handlers.set(unit, await visitor().signIn(login));
		const resident = await visitor().signIn('resident');
		for (const n of numbers) {
			const own = n === erased;
			const more = {
				...(own ? { contact: { phone: '13900000088' } } : {}),
				// the same trouble as the other, across the street, with nothing else near
				...(n === twin ? { category: kindOf(target).category, lat: 35.58321, lng: 118.8634 } : {}),
				...(n === target ? { lat: 35.58323, lng: 118.86341 } : {})
			};
			codes.push(await sendReport(own ? resident : visitor(), n, more));
		}
		for (const n of [twin, target]) {
			const desk = await (await moderator.get(at(n))).text();
			const key = /name="key" value="([\w-]+)"/.exec(desk)![1]!;
			await moderator.post(`${at(n)}?/photo`, { key, how: 'as_is' });
			await moderator.post(`${at(n)}?/release`, { description: '绿化带里有垃圾' });
		}
	});

	const follower = await open('phone');
	await test.step('a neighbour saw the one that will be merged', async () => {
		await follower.goto(`/reports/${codeOf(twin)}`);
		await follower.getByRole('button', { name: '我也看到', exact: true }).click();
		await expect(follower.getByText('✓ 已计入')).toBeVisible();
	});

	const [one, two] = [await open('desk'), await open('desk')];
	await test.step('two moderators sift them side by side, by keyboard and many at once', async () => {
		await signIn(two, 'moderator2');
		const taken = two.waitForResponse(
			(answer) => /\/admin\/triage\//.test(answer.url()) && answer.request().method() === 'POST'
		);
		await two.goto('/admin');
		await taken;
		await signIn(one, 'moderator');
		await one.goto('/admin');
		await expect(one.locator(`[data-code="${codeOf(0)}"]`)).toContainText('乙班值守 正在办理');

		const ordered = orderMany(two, async () => {
			await two.getByLabel(`选中 ${codeOf(0)}`).check();
			await two.getByLabel(`选中 ${codeOf(14)}`).check();
			await two.getByLabel(`选中 ${codeOf(47)}`).click({ modifiers: ['Shift'] });
			await two.getByRole('button', { name: '批量办理选中的 35 件' }).click();
		});
		await Promise.all([ordered, siftByKeyboard(one, ordered)]);
		await two.goto('/admin');
		await orderMany(two, () => two.getByRole('button', { name: '全部 12 件' }).click());
		for (const page of [one, two]) {
			await expect(async () => {
				await page.goto('/admin/orders');
				await expect(page.getByText(/正在办理|秒内可撤销/)).toHaveCount(0, { timeout: 500 });
			}).toPass({ timeout: 40_000 });
			await expect(page.getByText(/没办成/)).toHaveCount(0);
		}
	});

	async function siftByKeyboard(page: Page, others: Promise<void>) {
		const title = page.locator('#open-title');
		const said = page.locator('.said[role=status]');
		for (const n of byKeyboard) {
			await expect(title).toContainText(codeOf(n));
			const keys = rejected.includes(n)
				? ['r', '2']
				: n >= foundThere && n <= backInQueue
					? ['v']
					: n === twin
						? ['m', '1']
						: ['a'];
			// the list goes on with what the other has chosen, and nobody takes that away
			if (n === byKeyboard.at(-1)) await others;
			for (const key of keys) await page.keyboard.press(key);
			await expect(said).toContainText(`已下达 ${codeOf(n)}`);
			if (n === twin) await expect(said).toContainText(`并入 ${codeOf(target)}`);
		}
	}

	await test.step('a checker looks at what is doubtful', async () => {
		for (const [n, finding] of [
			[foundThere, 'exists'],
			[notThere, 'not_there'],
			[backInQueue, 'could_not_tell']
		] as const) {
			await checker.post(`/check/${codeOf(n)}?/verified`, { finding, note: '' });
		}
		const { category } = kindOf(foundThere);
		await moderator.post(`${at(foundThere)}?/accept`, { category });
		await dispatch(foundThere, kindOf(foundThere).unit);
		await moderator.post(`${at(notThere)}?/reject`, { reason: 'not_true', note: '' });
	});

	async function dispatch(n: number, unit: string) {
		const unitId = unitIn(await (await moderator.get(at(n))).text(), unit);
		const fields = { unitId, basis: 'assigned', document: '', note: '' };
		const answer = await moderator.post(`${at(n)}?/dispatch`, fields);
		expect(answer.status).toBe(200);
	}

	const [bureau, sweepers, inspector] = [
		await open('phone'),
		await open('phone'),
		await open('phone')
	];
	let late: string[] = [];
	await test.step('two units and a checker are at work at once, and four more units', async () => {
		await Promise.all([
			signIn(bureau, 'unit'),
			signIn(sweepers, 'unit2'),
			signIn(inspector, 'checker')
		]);
		await handler(failedByHand, 'acknowledge');
		await handIn(failedByHand);
		await Promise.all([
			(async () => {
				await bureau.goto(`/unit/${codeOf(sentOn)}`);
				await bureau.getByText('不属于我们，退回').click();
				await bureau.getByLabel('退回的理由').fill('这面墙归市政管');
				await bureau.getByRole('button', { name: '退回', exact: true }).click();
				await expect(bureau.getByText('已退回，值守员会重新派遣。')).toBeVisible();
				await bureau.goto(`/unit/${codeOf(asking)}`);
				await bureau.getByRole('button', { name: '签收' }).click();
				await bureau.getByText('来不及，申请延期').click();
				const form = bureau.locator('details', { hasText: '来不及，申请延期' });
				await form.getByLabel('再要多少时间').selectOption({ value: '2' });
				await form.getByLabel('理由').fill('要等清洗车');
				await bureau.getByRole('button', { name: '提交申请延期' }).click();
				await expect(bureau.getByText('等待答复')).toBeVisible();
			})(),
			(async () => {
				await sweepers.goto('/unit');
				const lines = sweepers.getByRole('link').filter({ hasText: '十天前就报过的垃圾' });
				await expect(lines).toHaveCount(2);
				const hrefs = await lines.evaluateAll((links) =>
					links.map((link) => link.getAttribute('href')!)
				);
				late = hrefs.map((href) => href.split('/').at(-1)!);
				await sweepers.goto(`/unit/${late[0]}`);
				await handInByHand(sweepers);
			})(),
			(async () => {
				await inspector.goto(`/check/${codeOf(failedByHand)}`);
				await inspector.getByText('没有解决，退回返工').click();
				const form = inspector.locator('details', { hasText: '没有解决，退回返工' });
				await form.getByLabel('还有什么问题').fill('角落里还有');
				await form.getByLabel('相册').setInputFiles(await picture(71));
				await expect(form.getByAltText('第 1 张')).toBeVisible();
				await form.getByRole('button', { name: '退回返工' }).click();
				await inspector.waitForURL(/done=fail/);
			})(),
			workOff(handled.filter((n) => ![sentOn, sentOnLater, failedByHand].some((m) => m === n)))
		]);
	});

	async function handler(n: number, action: string, fields = {}, unit: string = kindOf(n).unit) {
		const answer = await handlerOf(unit).post(`/unit/${codeOf(n)}?/${action}`, fields);
		expect(answer.status, `${action} ${n}`).toBe(200);
	}
	async function handIn(n: number, unit?: string) {
		await handler(n, 'feedback', { note: '处理好了', photos: await photo(100 + n) }, unit);
	}

	async function workOff(theirs: readonly number[]) {
		for (const n of theirs) {
			await handler(n, 'acknowledge');
			await handIn(n);
		}
		for (const n of [supervised, ...signed]) await handler(n, 'acknowledge');
		await handler(sentBack, 'return', { reason: '不是共享单车' });
		await handler(sentOnLater, 'return', { reason: '是私人围栏' });
	}

	await test.step('what came back is sent on, what failed is done again', async () => {
		await one.goto(at(sentOn));
		await expect(one.getByText('这面墙归市政管').first()).toBeVisible();
		await one.getByLabel('责任单位').selectOption({ label: '市政管理处' });
		await one.getByLabel('交办').check();
		await one.getByLabel('法规条款或文件号').fill('');
		await one.getByRole('button', { name: '派遣', exact: true }).click();
		await expect(one.getByText('已派遣，单位已收到通知。')).toBeVisible();
		await dispatch(sentOnLater, '综合执法局');
		for (const [n, unit] of [
			[sentOn, '市政管理处'],
			[sentOnLater, '综合执法局']
		] as const) {
			await handler(n, 'acknowledge', {}, unit);
			await handIn(n, unit);
		}
		for (const n of [failedOnce, stillFailed]) {
			const fields = { reason: '还没有好', photos: await photo(n) };
			await checker.post(`/check/${codeOf(n)}?/fail`, fields);
		}
		await handIn(failedOnce);
		await sweepers.goto(`/unit/${codeOf(failedByHand)}`);
		await handInByHand(sweepers);
	});

	await test.step('a resident goes and is erased, and the case goes on without a name', async () => {
		await one.goto(at(erased));
		await expect(one.getByText('查看上报人电话').first()).toBeVisible();
		const resident = await open('phone');
		await signIn(resident, 'resident');
		await resident.goto('/me/data');
		await resident.getByLabel('我明白：注销以后不能恢复').check();
		await resident.getByRole('button', { name: '注销账号并抹去资料' }).click();
		await expect(resident.getByRole('heading', { name: '账号已注销' })).toBeVisible();
		await one.reload();
		await expect(one.getByRole('heading', { name: '经过' })).toBeVisible();
		await expect(one.getByText('查看上报人电话')).toHaveCount(0);
	});

	await test.step('the checker passes what is mended, and whoever followed reads it', async () => {
		await inspector.goto(`/check/${codeOf(target)}`);
		await inspector.getByRole('button', { name: '核查通过，结案' }).click();
		await inspector.waitForURL(/done=pass/);
		for (const code of [...closed.filter((n) => n !== target).map(codeOf), late[0]!]) {
			const answer = await checker.post(`/check/${code}?/pass`, { note: '' });
			expect(answer.status).toBe(303);
		}
		await follower.goto('/me');
		await follower
			.getByRole('region', { name: '我关注的' })
			.getByRole('link', { name: new RegExp(codeOf(target)) })
			.click();
		await expect(follower.getByText('已结案').first()).toBeVisible();
		await expect(follower.getByText('✓ 已计入')).toBeVisible();
	});

	const chief = await open('desk');
	await test.step('a late case is appealed and excused, and one case is put under supervision', async () => {
		await sweepers.goto(`/unit/${late[0]}`);
		await sweepers.getByText('超时不是我们的原因，申诉').click();
		await sweepers.locator('details').getByLabel('理由').fill('道路封闭');
		await sweepers.getByRole('button', { name: '提交申诉超时' }).click();
		await expect(sweepers.getByText('已提交申诉，由督导员答复。')).toBeVisible();
		await signIn(chief, 'supervisor');
		await chief.goto('/admin/asks');
		const appeal = chief.getByRole('article').filter({ hasText: '道路封闭' });
		await appeal.getByLabel('答复的理由').fill('封闭属实');
		await appeal.getByRole('button', { name: '准予申诉超时' }).click();
		await expect(chief.getByText('已准，单位已收到答复。')).toBeVisible();
		await supervisor.post(`${at(supervised)}?/supervise`, { reason: '反映多次', until: '' });
	});

	await test.step('every figure of the office agrees with the journals', async () => {
		const told: Told[] = [];
		for (const code of [...codes, ...late]) told.push(await journalOf(supervisor, code));
		expect(told.slice(0, many).map(({ stands }) => stands)).toEqual(numbers.map(endOf));
		expect(told.slice(many).map(({ stands }) => stands)).toEqual(['已结案', '处置中']);
		expect(timesOf(told, '退回')).toBe(3);
		expect(timesOf(told, '退回返工')).toBe(3);
		const units = new Set(numbers.filter((n) => told[n]!.steps.includes('派遣')).map(kindOf));
		expect(units.size).toBe(6);

		const standing = (...stands: string[]) =>
			told.filter((one) => stands.includes(one.stands)).length;
		await chief.goto('/admin');
		const tabs = chief.getByRole('navigation', { name: '案件状态' });
		for (const [label, count] of [
			['待受理', standing('待受理')],
			['待核实', standing('待核实')],
			['待派遣', standing('已立案', '已退回')],
			['办理中', standing('已派遣', '处置中', '返工')],
			['待核查', standing('待核查')]
		] as const) {
			expect(count, label).toBeGreaterThan(0);
			await expect(tabs.getByRole('link', { name: `${label} ${count}` })).toBeVisible();
		}
		await chief.goto('/admin/supervised');
		await expect(
			chief.getByRole('heading', {
				name: `督办和挂牌督办（${timesOf(told, '督办')}）`
			})
		).toBeVisible();
		const overdue = chief.getByRole('region', { name: '已经超时（1）' });
		await expect(overdue.getByRole('listitem')).toContainText(late[1]!);
		await chief.goto('/admin/asks');
		const asked = timesOf(told, '申请延期') + timesOf(told, '申诉超时') - timesOf(told, '准予申诉');
		await expect(chief.getByRole('heading', { name: `等待答复（${asked}）` })).toBeVisible();

		await chief.goto('/admin/map?layer=grids');
		await expect.poll(() => gridTable(chief)).toEqual(gridsOf(told, late.slice(1)));
	});

	await test.step('and the chain of the audit is whole', async () => {
		const audit = await open('desk');
		await signIn(audit, 'audit');
		await audit.goto('/admin/audit');
		await audit.getByRole('button', { name: '开始核对' }).click();
		await expect(async () => {
			await audit.goto('/admin/audit');
			await expect(audit.getByText(/审计链完整，共 \d+ 条/)).toBeVisible({ timeout: 500 });
		}).toPass();
	});
});
