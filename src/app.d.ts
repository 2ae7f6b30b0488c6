import type { Actor } from '$lib/accounts/roles';

declare global {
	namespace App {
		interface Locals {
			requestId: string;
			actor: Actor;
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
