/**
 * What the service worker does with a push and with a tap on it:
 *
 * 	self.addEventListener('push', (event) => showPush(event, self.registration));
 * 	self.addEventListener('notificationclick', (event) => openPush(event, self.clients));
 */
type Awaited = { waitUntil(work: Promise<unknown>): void };
type PushLike = Awaited & { data: { json(): unknown } | null };
type ClickLike = Awaited & { notification: { data: unknown; close(): void } };
type RegistrationLike = {
	showNotification(title: string, options: NotificationOptions): Promise<void>;
};
type ClientsLike = { openWindow(url: string): Promise<unknown> };

/** A title and a link within the site: a lock screen is read by others too. */
export type PushPayload = { title: string; href: string };

const inbox = '/me/inbox';

export function showPush(event: PushLike, registration: RegistrationLike): void {
	const { title, href } = readPayload(event.data);
	const options: NotificationOptions & { renotify: boolean } = {
		data: href,
		lang: 'zh-CN',
		icon: '/icons/icon-192.png',
		// the same message that came twice replaces itself
		tag: href,
		renotify: true
	};
	event.waitUntil(registration.showNotification(title, options));
}

// A browser takes its permission back from a worker that shows nothing, so there is always a title.
function readPayload(data: PushLike['data']): PushPayload {
	const none = { title: '您有新的进展', href: inbox };
	if (!data) return none;
	try {
		const { title, href } = data.json() as Partial<Record<keyof PushPayload, unknown>>;
		return {
			title: typeof title === 'string' && title !== '' ? title : none.title,
			href: typeof href === 'string' && /^\/(?![/\\])/.test(href) ? href : none.href
		};
	} catch {
		return none;
	}
}

export function openPush(event: ClickLike, clients: ClientsLike): void {
	event.notification.close();
	const { data } = event.notification;
	// a window of its own: in one that is open something may be half written
	event.waitUntil(clients.openWindow(typeof data === 'string' ? data : inbox));
}
