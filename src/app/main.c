/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lynctap - the composition root: only src/app prints, reads the command line or exits.
 */
#include <stdio.h>

int main(void)
{
	fputs(PACKAGE_STRING "\n", stdout);
	return 0;
}
