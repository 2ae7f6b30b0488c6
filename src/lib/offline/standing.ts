import type { Unsent } from './outbox';

/** Where an item stands, in words. `stuck`: nothing happens unless the resident acts. */
export type Standing = { label: string; detail: string; stuck: boolean };

/** @param now ms, by the same clock as the item's times */
export function standingOf(item: Unsent, now: number): Standing {
	if (item.editing) {
		return { label: '修改到一半', detail: '改好后再点提交，或直接放回去发送。', stuck: true };
	}
	if (item.refusal) return { label: '需要您处理', detail: item.refusal.message, stuck: true };
	const arrived = item.accepted
		? `文字已送达，照片送达 ${item.photosSent}/${item.photos.length}。`
		: '';
	if (item.trouble) {
		const tries = item.attempts > 0 ? `已试 ${item.attempts} 次。` : '';
		return {
			label: '等待重试',
			detail: `${arrived}${item.trouble}。${tries}${waitInWords(item.nextAt - now)}`,
			stuck: false
		};
	}
	return { label: item.accepted ? '正在传照片' : '等待发送', detail: arrived, stuck: false };
}

function waitInWords(ms: number): string {
	if (ms <= 0) return '马上再试。';
	const seconds = Math.ceil(ms / 1000);
	return seconds < 90 ? `约 ${seconds} 秒后再试。` : `约 ${Math.ceil(seconds / 60)} 分钟后再试。`;
}
