import { expect, ownTown, test } from '../support/browser';
import { signIn } from '../support/people';
import { road } from '../support/road';

test.use(ownTown());

const reports = 20;

test('twenty reports are decided on by keyboard alone, at no more than three keys each', async ({
	open,
	server
}) => {
	test.setTimeout(180_000);
	const { visitor, reported } = road(server.origin);
	for (let n = 0; n < reports; n++) await reported();

	const desk = await open('desk');
	await signIn(desk, 'moderator');
	await desk.goto('/admin');
	const title = desk.locator('#open-title');
	const said = desk.locator('.said[role=status]');
	await expect(title).toBeVisible();

	let keys = 0;
	const press = async (...pressed: string[]) => {
		for (const key of pressed) {
			await desk.keyboard.press(key);
			keys++;
		}
	};
	const openCode = async () => (await title.innerText()).match(/\w{4}-\w{4}/)![0];
	const became = new Map<string, RegExp>();
	const decisions = [
		{ keys: ['a'], says: '受理立案并派遣', becomes: /已派遣/ },
		{ keys: ['r', '2'], says: '不予受理：信息不清', becomes: /照片或位置看不清楚/ },
		{ keys: ['m', '1'], says: '并案：并入', becomes: /已并案/ },
		{ keys: ['v'], says: '派人核实', becomes: /待核实/ },
		{ keys: ['a', 'u'], says: null, becomes: null }
	];
	for (let n = 0; became.size < reports; n++) {
		const code = await openCode();
		const { keys: pressed, says, becomes } = decisions[n % decisions.length]!;
		// the last has none left to be merged into once it is alone
		await press(...pressed);
		if (becomes) {
			await expect(said).toContainText(`已下达 ${code}：${says}`);
			became.set(code, becomes);
			if (became.size < reports) await expect(title).not.toContainText(code);
		} else {
			await expect(said).toContainText(`已撤销 ${code}`);
			await expect(title).toContainText(code);
		}
	}
	expect(keys).toBeLessThanOrEqual(reports * 3);
	await expect(desk.getByText('没有待受理的上报')).toBeVisible();

	const moderator = await visitor().signIn('moderator');
	const pageOf = async (code: string) => (await moderator.get(`/admin/reports/${code}`)).text();
	const decided = /<strong>(受理立案|不予受理|并案|派人核实)<\/strong>/g;
	for (const [code, outcome] of became) {
		// words of the outcome may stand there before the order is carried out
		for (const words of [outcome, decided]) {
			await expect.poll(() => pageOf(code), { timeout: 20_000 }).toMatch(words);
		}
	}
	// what was undone left no step behind: each was decided on once
	for (const code of became.keys()) {
		expect((await pageOf(code)).match(decided)).toHaveLength(1);
	}
});

test('the keys are listed under ?, rest while one types, and have buttons beside them', async ({
	open,
	server
}) => {
	const { reported } = road(server.origin);
	const code = await reported();
	const desk = await open('desk');
	await signIn(desk, 'moderator');
	await desk.goto('/admin');
	await expect(desk.locator('#open-title')).toContainText(code);

	await desk.keyboard.press('?');
	await expect(desk.getByRole('dialog', { name: '按键' })).toBeVisible();
	await desk.keyboard.press('a');
	await desk.keyboard.press('Escape');
	await expect(desk.getByRole('dialog')).toBeHidden();
	await expect(desk.locator('#open-title')).toContainText(code);

	await desk.keyboard.press('/');
	await expect(desk.getByLabel('按编号查找')).toBeFocused();
	await desk.keyboard.type('avr2');
	await expect(desk.getByLabel('按编号查找')).toHaveValue('avr2');
	await expect(desk.locator('#open-title')).toContainText(code);

	await desk.getByRole('button', { name: '不予受理' }).click();
	await desk.getByRole('button', { name: '1 非受理范围' }).click();
	await expect(desk.locator('.said[role=status]')).toContainText(`已下达 ${code}`);
	await desk.getByRole('button', { name: `撤销 ${code}` }).click();
	await expect(desk.locator('.said[role=status]')).toContainText(`已撤销 ${code}`);
});
