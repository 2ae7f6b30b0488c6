import { json } from '@sveltejs/kit';
import { config } from '$lib/server/app';

const icon = (name: string, size: number, purpose: 'any' | 'maskable') => ({
	src: `/icons/${name}.png`,
	sizes: `${size}x${size}`,
	type: 'image/png',
	purpose
});

export function GET() {
	const town = config.TOWN_NAME || '青禾县';
	const manifest = {
		id: '/',
		name: `${town}文明同行`,
		short_name: '文明同行',
		description: `${town}文明城市创建：随手拍、办理进度、文明劝导`,
		lang: 'zh-CN',
		dir: 'ltr',
		start_url: '/',
		scope: '/',
		display: 'standalone',
		background_color: '#ffffff',
		theme_color: '#0b6e4f',
		icons: [
			icon('icon-192', 192, 'any'),
			icon('icon-512', 512, 'any'),
			icon('maskable-192', 192, 'maskable'),
			icon('maskable-512', 512, 'maskable')
		],
		shortcuts: [
			{ name: '随手拍', url: '/reports/new', icons: [icon('icon-192', 192, 'any')] },
			{ name: '文明劝导', url: '/shifts', icons: [icon('icon-192', 192, 'any')] },
			{ name: '我的', url: '/me', icons: [icon('icon-192', 192, 'any')] }
		],
		share_target: {
			action: '/reports/new/shared',
			method: 'POST',
			enctype: 'multipart/form-data',
			params: { title: 'title', text: 'text', files: [{ name: 'photos', accept: ['image/*'] }] }
		}
	};
	return json(manifest, {
		headers: {
			'content-type': 'application/manifest+json; charset=utf-8',
			'cache-control': 'public, max-age=3600'
		}
	});
}
