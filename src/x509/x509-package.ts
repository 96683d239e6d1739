import 'reflect-metadata';

/** The package throws unless reflect-metadata is loaded before it: this file sees to the order. */
export * as x509 from '@peculiar/x509';
