import { db } from '$lib/server/app';
import { endpoint } from '$lib/server/http/endpoint';
import { listQuestions } from '$lib/server/quizzes/queries';
import { writeQuestions } from '$lib/server/quizzes/workbook';

export const GET = endpoint(async () => {
	const file = await writeQuestions(await listQuestions(db));
	return new Response(new Uint8Array(file), {
		headers: {
			'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
			'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent('应知应会题库')}.xlsx`
		}
	});
});
