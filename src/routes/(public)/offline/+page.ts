/** Links are all that it has, and each of them asks anew who reads: the page itself does not know. */
export const csr = false;
