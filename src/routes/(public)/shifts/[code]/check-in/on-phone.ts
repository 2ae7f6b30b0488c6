export { Counting } from './counting.svelte';
export { VolunteerPhone } from './volunteer-phone.svelte';
