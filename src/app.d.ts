import type { Actor } from '$lib/accounts/roles';

declare global {
	namespace App {
		interface Locals {
			requestId: string;
			actor: Actor;
			/** Staff who gave the password and not yet the second factor; all but that page sees a guest. */
			unproven: Actor | null;
			/** 长辈版, remembered on the device. */
			elder: boolean;
		}
		interface Error {
			message: string;
			requestId?: string;
		}
	}
}

export {};
