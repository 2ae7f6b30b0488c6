import type { Actor } from '$lib/accounts/roles';
import type { TextSize } from '$lib/components/text-size';

declare global {
	namespace App {
		interface Locals {
			requestId: string;
			actor: Actor;
			/** Staff who gave the password and not yet the second factor; all but that page sees a guest. */
			unproven: Actor | null;
			/** When whoever this is signed in last; null for guests. */
			signedInAt: number | null;
			/** Remembered on the device; all but `standard` are 长辈版. */
			textSize: TextSize;
		}
		interface Error {
			message: string;
			requestId?: string;
		}
	}
}

export {};
