import { endpoint } from '$lib/server/http/endpoint';
import { csvOf, type Cell } from '$lib/server/table-files';
import { minutesOfAll, peopleInWords, type Figures } from '$lib/volunteering/figures-words';
import { todaysFigures } from '../figures';

const heads = [
	'统计',
	'名称',
	'班次',
	'服务时长（分钟）',
	'签到签退（分钟）',
	'证明（分钟）',
	'人数'
];
const cells = (one: Figures): Cell[] => [
	one.shifts,
	minutesOfAll(one),
	one.measured,
	one.vouched,
	peopleInWords(one.people)
];

export const GET = endpoint(async () => {
	const { from, to, all, months, posts } = await todaysFigures();
	const rows = [
		['合计', `${from} 至 ${to}`, ...cells(all)],
		...months.map((one) => ['每月', one.month, ...cells(one)]),
		...posts.map((one) => ['各点位', one.post, ...cells(one)])
	];
	return new Response(new Uint8Array(csvOf(heads, rows)), {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': `attachment; filename="shift-figures-${to}.csv"`
		}
	});
});
