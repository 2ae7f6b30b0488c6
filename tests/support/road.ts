import { client, newKey, soundReport, type Client } from './client';
import { jpegPhoto } from './pictures';

/** The steps of the main road as requests, to bring a report quickly to where a test begins. */
export function road(origin: string) {
	const visitor = () => client(origin);

	return {
		visitor,

		/** A report with its photo, sent by `by`; a guest when left out. */
		async reported(by: Client = visitor(), more: Record<string, unknown> = {}): Promise<string> {
			const key = newKey();
			const { code } = await (await by.put(`/api/reports/${key}`, soundReport(more))).json();
			await by.put(`/api/reports/${key}/photos/0`, new Uint8Array(await jpegPhoto()));
			return code;
		},

		/** Accepted, and dispatched to the unit that the desk suggests. */
		async dispatched(code: string): Promise<void> {
			const moderator = await visitor().signIn('moderator');
			await moderator.post(`/admin/reports/${code}?/accept`, {
				category: 'sanitation.exposed_garbage'
			});
			const desk = await (await moderator.get(`/admin/reports/${code}`)).text();
			const unitId = /<option[^>]*value="(\d+)"[^>]*>环卫服务中心/.exec(desk)?.[1];
			if (!unitId) throw new Error(`the desk does not offer 环卫服务中心 for ${code}`);
			const fields = { unitId, basis: 'law', document: '', note: '' };
			await moderator.post(`/admin/reports/${code}?/dispatch`, fields);
		},

		async acknowledged(code: string): Promise<void> {
			const unit = await visitor().signIn('unit2');
			await unit.post(`/unit/${code}?/acknowledge`, {});
		},

		async handled(code: string): Promise<void> {
			const unit = await visitor().signIn('unit2');
			await unit.post(`/unit/${code}?/acknowledge`, {});
			const after = new Blob([new Uint8Array(await jpegPhoto(640, 480, 7))], {
				type: 'image/jpeg'
			});
			await unit.post(`/unit/${code}?/feedback`, { note: '已清理', photos: after });
		},

		async passed(code: string): Promise<void> {
			const checker = await visitor().signIn('checker');
			await checker.post(`/check/${code}?/pass`, { note: '' });
		}
	};
}
