import writeXlsxFile from 'write-excel-file/node';
import { and, asc, eq, gte, lte } from 'drizzle-orm';
import { mayPlanShifts } from '../../accounts/policy';
import type { Actor } from '../../accounts/roles';
import { formatStamp } from '../../time/shanghai';
import { roundings } from '../../volunteering/hours';
import type { Column, HourField } from '../../volunteering/hours-columns';
import { inHours } from '../../volunteering/hours-words';
import { accounts } from '../accounts/schema';
import { record } from '../audit/record';
import type { Db } from '../db';
import { Refusal } from '../refusal';
import { csvOf, type Cell } from '../table-files';
import { hours } from './hours-schema';
import { hourColumns } from './hours-settings';
import { posts, shifts, volunteers } from './schema';

export const mostHoursExported = 20_000;
type Range = { from: string; to: string };

/** The ledger of some days as a table, by the office's columns. Of persons it holds the number alone. */
export async function exportHours(
	db: Db,
	actor: Actor,
	range: Range,
	form: 'xlsx' | 'csv',
	at: number
): Promise<Uint8Array> {
	if (!mayPlanShifts(actor)) throw new Refusal('forbidden', '您不能导出时长');
	const columns = await hourColumns(db);
	const rows = await hourRows(db, columns, range, mostHoursExported + 1);
	if (rows.length > mostHoursExported) {
		throw new Refusal('invalid', `一次最多导出 ${mostHoursExported} 条，请把日期分短些`);
	}
	const detail = { ...range, rows: rows.length, form };
	await db.transaction((tx) => record(tx, actor, 'export_hours', 'hours', at, detail));
	const heads = columns.map(({ heading }) => heading);
	return form === 'csv' ? csvOf(heads, rows) : excel(heads, rows);
}

/** The first `most` rows of some days, cell by cell. */
export async function hourRows(
	db: Db,
	columns: readonly Column[],
	{ from, to }: Range,
	most: number
): Promise<Cell[][]> {
	const found = await db
		.select({
			row: hours,
			startsAt: shifts.startsAt,
			endsAt: shifts.endsAt,
			code: shifts.code,
			post: posts.name,
			number: volunteers.number,
			voucherRole: accounts.role
		})
		.from(hours)
		.innerJoin(shifts, eq(shifts.id, hours.shiftId))
		.innerJoin(posts, eq(posts.id, shifts.postId))
		.leftJoin(volunteers, eq(volunteers.accountId, hours.accountId))
		.leftJoin(accounts, eq(accounts.id, hours.voucherId))
		.where(and(gte(hours.day, from), lte(hours.day, to)))
		.orderBy(asc(hours.day), asc(hours.id))
		.limit(most);
	return found.map((one) => columns.map(({ field }) => cells[field](one)));
}

type Found = {
	row: typeof hours.$inferSelect;
	startsAt: number;
	endsAt: number;
	code: string;
	post: string;
	number: string | null;
	voucherRole: string | null;
};

const cells: Record<HourField, (found: Found) => Cell> = {
	day: ({ row }) => row.day,
	starts: ({ startsAt }) => formatStamp(startsAt),
	ends: ({ endsAt }) => formatStamp(endsAt),
	post: ({ post }) => post,
	content: () => '文明劝导',
	number: ({ number }) => number ?? '已注销',
	hours: ({ row }) => Number(inHours(row.counted)),
	counted: ({ row }) => row.counted,
	minutes: ({ row }) => row.minutes,
	kind: ({ row }) => (row.kind === 'measured' ? '签到签退' : '证明'),
	rounding: ({ row }) => roundings[row.rounding].label,
	reason: ({ row }) => row.reason,
	voucher: ({ voucherRole }) => {
		if (voucherRole === null) return '';
		return voucherRole === 'moderator' || voucherRole === 'supervisor' ? '文明办' : '队长';
	},
	written: ({ row }) => formatStamp(row.at),
	shift: ({ code }) => code
};

async function excel(heads: readonly string[], rows: readonly Cell[][]): Promise<Uint8Array> {
	const head = heads.map((value) => ({ value, fontWeight: 'bold' as const }));
	const file = writeXlsxFile([head, ...rows.map((row) => [...row])], {
		sheet: '服务时长',
		stickyRowsCount: 1,
		columns: heads.map(() => ({ width: 18 }))
	});
	return new Uint8Array(await file.toBuffer());
}
