/** One spelling per mailbox: addresses are compared without case. */
export const normalEmail = (email: string) => email.trim().toLowerCase();
