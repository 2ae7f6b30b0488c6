import type { Actor } from '$lib/accounts/roles';
import { importKinds } from '$lib/places/import';
import { db, now, seal } from '$lib/server/app';
import { drawing, takeTable, type DrawnKind, type TableKind } from '$lib/server/places/export';
import { writeExcel } from '$lib/server/places/import/excel';

const excelType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export async function excelDownload(actor: Actor, kind: TableKind): Promise<Response> {
	const file = await writeExcel(kind, await takeTable(db, seal, actor, kind, now()));
	return download(new Uint8Array(file), excelType, `${importKinds[kind].label}.xlsx`);
}

export async function geojsonDownload(actor: Actor, kind: DrawnKind): Promise<Response> {
	const rows = kind === 'chiefs' ? await takeTable(db, seal, actor, kind, now()) : undefined;
	const file = JSON.stringify(await drawing(db, kind, rows));
	return download(file, 'application/geo+json', `${importKinds[kind].label}.geojson`);
}

function download(body: BodyInit, type: string, name: string): Response {
	return new Response(body, {
		headers: {
			'content-type': type,
			'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
			'cache-control': 'no-store'
		}
	});
}
