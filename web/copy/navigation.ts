import type { NavItem } from '#web/ui/nav.tsx';

/** Main places of the patient's phone. */
export const patientNav: readonly NavItem[] = [
  { href: '/', label: 'Today', icon: 'today' },
  { href: '/tens', label: 'TENS', icon: 'tens' },
  { href: '/progress', label: 'Progress', icon: 'progress' },
  { href: '/settings', label: 'Settings', icon: 'settings' },
];

/** Main places of the therapist's laptop. */
export const therapistNav: readonly NavItem[] = [
  { href: '/patients', label: 'Patients' },
  { href: '/invitations', label: 'Invitations' },
  { href: '/settings', label: 'Settings' },
];
