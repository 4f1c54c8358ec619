package main

import (
	"strings"
	"testing"
)

func TestTableInColumns(t *testing.T) {
	var out strings.Builder
	if err := table(&out, "ID\tNAME\tSTATE", []string{"1\tAnn\tmember", "10\t王小明\tmember", "3\t👨‍👩‍👧 fam\t"}); err != nil {
		t.Fatal(err)
	}
	want := "ID  NAME    STATE\n1   Ann     member\n10  王小明  member\n3   👨‍👩‍👧 fam  \n"
	if out.String() != want {
		t.Errorf("the table is\n%s\nwant\n%s", &out, want)
	}
}
