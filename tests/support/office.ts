import { client, newKey, soundReport, type Client } from './client';
import { jpegPhoto } from './pictures';
import { password } from './town';

/** What is reported, and the unit that the town's duties name for it. */
export const kinds = [
	{ category: 'sanitation.exposed_garbage', unit: '环卫服务中心', login: 'unit2' },
	{ category: 'cityscape.small_ads', unit: '综合执法局', login: 'unit' },
	{ category: 'traffic.nonmotor_parking', unit: '共享单车运营企业', login: 'bikes' },
	{ category: 'facility.pavement', unit: '市政管理处', login: 'roads' },
	{ category: 'sanitation.green_dirty', unit: '园林绿化中心', login: 'gardens' },
	{ category: 'community.no_property_yard', unit: '住房和城乡建设局', login: 'housing' }
] as const;

export const kindOf = (n: number) => kinds[n % kinds.length]!;

/** In the middle of seven grids. */
const spots = [
	[35.57102, 118.83493],
	[35.58753, 118.8535],
	[35.5788, 118.82822],
	[35.57083, 118.85567],
	[35.58709, 118.82149],
	[35.57549, 118.81038],
	[35.59322, 118.81315]
] as const;

/** A place of its own for the nth report, a few steps beside the others of its grid. */
export function placeOf(n: number) {
	const [lat, lng] = spots[n % spots.length]!;
	return { lat: lat + (Math.floor(n / spots.length) - 4) * 0.0004, lng };
}

/** Sends the nth report with a photo of its own. */
export async function sendReport(
	by: Client,
	n: number,
	more: Record<string, unknown> = {}
): Promise<string> {
	const key = newKey();
	const { category } = kindOf(n);
	const report = soundReport({ category, description: `第 ${n} 件`, ...placeOf(n), ...more });
	const { code } = await (await by.put(`/api/reports/${key}`, report)).json();
	await by.put(`/api/reports/${key}/photos/0`, new Uint8Array(await jpegPhoto(160, 120, n + 1)));
	return String(code);
}

/** A second moderator, and an account for each unit that has none. */
export async function hirePeople(origin: string): Promise<void> {
	const admin = await client(origin).signIn('admin');
	const people = await (await admin.get('/admin/people', { accept: 'text/html' })).text();
	const add = (loginName: string, name: string, role: string, unitId: string) =>
		admin.post('/admin/people?/add', { loginName, name, role, unitId, password });
	await add('moderator2', '乙班值守', 'moderator', '');
	for (const { login, unit } of kinds.slice(2)) {
		const unitId = unitIn(people, unit);
		await add(login, `${unit} 处置岗`, 'unit_handler', unitId);
	}
}

/** The id of a unit, from a page that offers it in a list. */
export function unitIn(page: string, unit: string): string {
	const id = new RegExp(`<option[^>]*value="(\\d+)"[^>]*>\\s*${unit}`).exec(page)?.[1];
	if (!id) throw new Error(`the page does not offer ${unit}`);
	return id;
}

export async function photo(seed: number): Promise<Blob> {
	return new Blob([new Uint8Array(await jpegPhoto(160, 120, seed))], { type: 'image/jpeg' });
}

/** What each step leads to; every other step leaves a case where it is. */
const leadsTo: Record<string, string> = {
	上报: '待受理',
	派人核实: '待核实',
	核实反馈: '待受理',
	受理立案: '已立案',
	不予受理: '不予受理',
	并案: '已并案',
	派遣: '已派遣',
	签收: '处置中',
	退回: '已退回',
	反馈: '待核查',
	核查通过: '已结案',
	退回返工: '返工'
};
const over = ['不予受理', '已并案', '已结案'];

export type Told = { code: string; grid: string; steps: string[]; stands: string; open: boolean };

/** One case as the journal of its page tells it, step by step. */
export async function journalOf(by: Client, code: string): Promise<Told> {
	const page = await (await by.get(`/admin/reports/${code}`, { accept: 'text/html' })).text();
	const [journal = ''] = page.slice(page.indexOf('id="history-title"')).split('</ol>');
	const steps = [...journal.matchAll(/<strong>([^<]+)<\/strong>/g)].map(([, step]) => step!);
	const grid = /(QH\d{5}) · /.exec(page)?.[1] ?? '';
	const stands = steps.flatMap((step) => leadsTo[step] ?? []).at(-1) ?? '';
	return { code, grid, steps, stands, open: !over.includes(stands) };
}

/** How many journals hold a step, and how often in all. */
export const timesOf = (told: readonly Told[], step: string): number =>
	told.reduce((sum, { steps }) => sum + steps.filter((one) => one === step).length, 0);
