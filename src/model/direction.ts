/** Which way a packet crosses an interface, seen from the interface. */
export type Direction = 'ingress' | 'egress';
