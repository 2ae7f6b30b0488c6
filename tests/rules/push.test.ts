import { describe, expect, it } from 'vitest';
import { isPushAddress } from '../../src/lib/notifications/push-hosts';
import { openPush, showPush } from '../../src/lib/notifications/worker-push';

const plain = { more: [], loopback: false };

describe('an address that the server may push to', () => {
	it.each([
		'https://fcm.googleapis.com/fcm/send/abc',
		'https://updates.push.services.mozilla.com/wpush/v2/abc',
		'https://web.push.apple.com/abc',
		'https://wns2-by3p.notify.windows.com/w/?token=abc'
	])('%s', (address) => {
		expect(isPushAddress(address, plain)).toBe(true);
	});

	it('may be of a service that the operator names', () => {
		const more = ['push.example.org', '*.push.example.net'];
		expect(isPushAddress('https://push.example.org/a', plain)).toBe(false);
		expect(isPushAddress('https://push.example.org/a', { ...plain, more })).toBe(true);
		expect(isPushAddress('https://a.push.example.net/a', { ...plain, more })).toBe(true);
		expect(isPushAddress('https://push.example.net/a', { ...plain, more })).toBe(false);
	});
});

describe('an address that leads elsewhere is refused:', () => {
	it.each([
		['a host of anyone', 'https://evil.example/fcm/send/abc'],
		['no https', 'http://fcm.googleapis.com/fcm/send/abc'],
		['a known name before another', 'https://fcm.googleapis.com.evil.example/a'],
		['a known name as the user', 'https://fcm.googleapis.com@evil.example/a'],
		['a known name after another word', 'https://evilpush.apple.com/a'],
		['the bare domain', 'https://push.apple.com/a'],
		['another port', 'https://fcm.googleapis.com:8443/a'],
		['this machine', 'https://127.0.0.1/a'],
		['the inner net', 'http://10.0.0.1/a'],
		['a file', 'file:///etc/passwd'],
		['no address at all', 'abc']
	])('%s', (_, address) => {
		expect(isPushAddress(address, plain)).toBe(false);
	});

	it('this machine, unless a test named it', () => {
		const local = 'http://127.0.0.1:4000/push';
		expect(isPushAddress(local, { more: ['127.0.0.1'], loopback: false })).toBe(false);
		expect(isPushAddress(local, { more: [], loopback: true })).toBe(false);
		expect(isPushAddress(local, { more: ['127.0.0.1'], loopback: true })).toBe(true);
		expect(isPushAddress('http://10.0.0.1/a', { more: ['10.0.0.1'], loopback: true })).toBe(false);
	});
});

describe('a push that reaches the phone', () => {
	function shown(data: { json(): unknown } | null) {
		const notices: { title: string; href: unknown; tag: unknown }[] = [];
		const registration = {
			showNotification: async (title: string, options: NotificationOptions) =>
				void notices.push({ title, href: options.data, tag: options.tag })
		};
		showPush({ data, waitUntil: () => undefined }, registration);
		return notices;
	}

	it('shows its title, and replaces itself when it comes twice', () => {
		const payload = { title: '责任单位已签收', href: '/me/inbox/7' };
		expect(shown({ json: () => payload })).toEqual([
			{ title: '责任单位已签收', href: '/me/inbox/7', tag: '/me/inbox/7' }
		]);
	});

	it.each([
		['nothing', null],
		['no JSON', { json: () => JSON.parse('{') }],
		['another shape', { json: () => ({ title: 7 }) }],
		['an address elsewhere', { json: () => ({ title: '', href: 'https://evil.example' }) }],
		['an address elsewhere, hidden', { json: () => ({ href: '//evil.example' }) }],
		['another address elsewhere, hidden', { json: () => ({ href: '/\\evil.example' }) }]
	])('with %s in it leads to the inbox', (_, data) => {
		expect(shown(data)).toEqual([{ title: '您有新的进展', href: '/me/inbox', tag: '/me/inbox' }]);
	});

	it('opens where it leads when it is tapped', () => {
		const opened: string[] = [];
		let closed = false;
		const notification = { data: '/me/inbox/7', close: () => void (closed = true) };
		openPush(
			{ notification, waitUntil: () => undefined },
			{ openWindow: async (url) => void opened.push(url) }
		);
		expect({ opened, closed }).toEqual({ opened: ['/me/inbox/7'], closed: true });
	});
});
