import { json } from '@sveltejs/kit';
import { db } from '$lib/server/app';
import { townDrawing } from '$lib/server/places/queries';

export async function GET() {
	return json(await townDrawing(db), {
		headers: { 'content-type': 'application/geo+json', 'cache-control': 'public, max-age=600' }
	});
}
