import { drawing, tables, type DrawnKind, type TableKind } from '$lib/server/places/export';
import { db } from '$lib/server/app';
import { importKinds } from '$lib/places/import';
import { writeExcel } from '$lib/server/places/import/excel';

const excelType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export async function excelDownload(kind: TableKind): Promise<Response> {
	const file = await writeExcel(kind, await tables[kind](db));
	return download(new Uint8Array(file), excelType, `${importKinds[kind].label}.xlsx`);
}

export async function geojsonDownload(kind: DrawnKind): Promise<Response> {
	const file = JSON.stringify(await drawing(db, kind));
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
