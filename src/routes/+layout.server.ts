import { roles, type Actor } from '$lib/accounts/roles';
import { config, db, ownTiles } from '$lib/server/app';
import { senderTag } from '$lib/server/http/sender-tag';
import { tilesOf } from '$lib/server/map-base';
import { unreadCount } from '$lib/server/notifications/commands';

/** Stays on the phone when whoever holds it has signed out. */
const nobodys = '/(public)/offline';

export async function load({ route, untrack, locals: { actor, textSize } }) {
	return {
		textSize,
		elder: textSize !== 'standard',
		me: untrack(() => route.id) === nobodys ? null : await signedIn(actor),
		site: {
			town: config.TOWN_NAME || '青禾县',
			operator: config.OPERATOR_NAME || '青禾县文明办（虚构）',
			phone: config.OFFICE_PHONE || (config.APP_MODE === 'demo' ? nobodysPhone : ''),
			icp: config.ICP_NUMBER,
			police: config.POLICE_FILING,
			mapApproval: config.MAP_APPROVAL,
			mapSource: config.MAP_SOURCE || (config.MAP_BASE === 'tianditu' ? '天地图' : ''),
			mapTiles: tilesOf(config, ownTiles),
			demo: config.APP_MODE === 'demo'
		}
	};
}

/** For the demo: no area has this code. */
const nobodysPhone = '0000-1234567';

async function signedIn({ accountId, name, role }: Actor) {
	if (accountId === null || role === 'guest' || role === 'system') return null;
	const { label, home, staff } = roles[role];
	return {
		name,
		role,
		label,
		home,
		staff,
		tag: senderTag(accountId),
		unread: await unreadCount(db, accountId)
	};
}
